#!/bin/sh
# SPDX-License-Identifier: ISC
# Every fault that a sign-in server or a mail server can show gives its own
# message, its next step and its exit code, and no secret anywhere.
. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"

tenant_start
home=$TMP/home
live_account "$home"
# Tokens that are always near their end, so that each run asks for a new one.
tenant_switch token.lifetime=60
pf "$home" send -s warm ops@contoso.example
is "$status" 0 'without a fault a mail is sent'

messages=$TMP/messages
: >"$messages"

# fault NAME STATUS WHAT NEXT [SWITCH=VALUE...]: sends a mail from a copy of the
# home with these switches, and puts them back.
fault() {
	name=$1 wanted=$2 what=$3 next=$4
	shift 4
	rm -rf "$TMP/copy"
	cp -a "$home" "$TMP/copy"
	mails=$(ls "$tenant_mail_dir" | wc -l)
	tenant_switch "$@"
	pf "$TMP/copy" send -s "$name" ops@contoso.example
	fault_out=$out fault_err=$err fault_status=$status
	for switch in "$@"; do
		set -- "$@" "${switch%%=*}=$(default_of "${switch%%=*}")"
		shift
	done
	tenant_switch "$@"
	is "$fault_status" "$wanted" "$name: ends with $wanted"
	like "$fault_err" "$what" "$name: says what happened"
	like "$fault_err" "$next" "$name: says what to do next"
	unlike "$fault_err" "$(cat "$tenant_secret_file")" "$name: no secret"
	[ "$wanted" -eq 0 ] || is "$(ls "$tenant_mail_dir" | wc -l)" "$mails" \
		"$name: nothing was delivered"
	printf '%s\n' "$fault_err" | sed -n '1p' >>"$messages"
}

# A switch's default, as the tenant lists it.
default_of() {
	tenant_control /switch | awk -F '\t' -v name="$1" \
		'$1 == name { print $3 }'
}
