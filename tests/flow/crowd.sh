#!/bin/sh
# SPDX-License-Identifier: ISC
# Fifty senders at once with an expired token: one refresh, fifty mails; also
# where an old refresh token revokes the sign-in.
. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
root_here
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"

tenant_start
home=$TMP/home
live_account "$home"
crowd=50
echo 'one of many' >"$TMP/body"

# How many of $pids have the account's lock open: one holds it, the others wait.
at_the_lock() {
	for pid in $pids; do
		ls -l "/proc/$pid/fd" 2>/dev/null
	done | grep -c '/default\.lock$'
}

# All start while the tenant keeps its answer to the first refresh back, and it
# comes only when every one of them stands at the lock: none can find a fresh
# token because it came late.
send_all() {
	tenant_switch token.fault=1:hold/1000
	pids=
	n=0
	while [ $n -lt $crowd ]; do
		n=$((n + 1))
		"$pf_program" --home "$home" send --sync -s "$1 $n" \
			ops@contoso.example <"$TMP/body" >"$TMP/$n.out" \
			2>"$TMP/$n.err" &
		pids="$pids $!"
	done
	waiting=0
	looks=0
	while [ "$waiting" -lt $crowd ] && [ $looks -lt 500 ]; do
		waiting=$(at_the_lock)
		looks=$((looks + 1))
	done
	early=$(live_mail_count)
	tenant_switch token.fault=
	good=0
	for pid in $pids; do
		wait "$pid" && good=$((good + 1))
	done
}

for strict in 0 1; do
	what="strict $strict"
	tenant_switch "refresh.strict=$strict"
	live_age "$home"
	before=$(tenant_count token.refresh)
	mails=$(live_mail_count)
	find "$tenant_mail_dir" -name '*.eml' | sort >"$TMP/old"
	send_all "$what, sender"
	is "$waiting" $crowd "$what: all stood at the lock at the same time"
	is "$early" "$mails" "$what: and none had sent by then"
	is "$good" $crowd "$what: every process ended with 0"
	[ "$good" -eq $crowd ] || note "$(cat "$TMP"/*.err)"
	is "$(($(tenant_count token.refresh) - before))" 1 \
		"$what: one request refreshed for all"
	find "$tenant_mail_dir" -name '*.eml' | sort |
		comm -13 "$TMP/old" - >"$TMP/new"
	is "$(wc -l <"$TMP/new")" $crowd "$what: that many mails arrived"
	is "$(xargs grep -ih '^Message-ID:' <"$TMP/new" | sort -u | wc -l)" \
		$crowd "$what: each is one of its own"
	is "$(xargs grep -h "^Subject: $what, sender " <"$TMP/new" | sort -u |
		wc -l)" $crowd "$what: each sender's has arrived"
done
pf "$home" send -s after ops@contoso.example
is "$status" 0 'the sign-in is as good as before'
is "$(tenant_count violation)" 0 'nothing on the wire broke a rule'
done_testing
