# SPDX-License-Identifier: ISC
# An account for a flow test, set up on the stand-in tenant by the real
# commands; sourced after tenant.sh and tenant_start.
#
#	live_answers FILE [JSON...]	an answers file for the tenant
#	live_account HOME [JSON...]	set up, signed in, live
#	live_begin HOME [JSON...]	as far as the address: $live_url
#	live_signin HOME NAME		NAME signs in, and it is finished
#	pf HOME ARGUMENT...		check_run of postfrank on that home
#	live_age HOME			its access token has expired
#
# JSON is members to add, such as '"sender":{"address":"shared@..."}'; of a
# member that stands in the file already, the added one takes its place.

pf_program=$top_builddir/postfrank

pf() {
	pf_home=$1
	shift
	check_run "$pf_program" --home "$pf_home" "$@"
}

# Members of an object, one a line in $live_members, replaced or added by key.
live_put() {
	live_key=${1%%:*}
	live_members=$(printf '%s\n' "$live_members" |
		awk -v key="$live_key" 'index($0, key ":") != 1')
	live_members="$live_members
$1"
}

# The registration, with other values where given: live_registration CLIENT
# TENANT; the addresses are those of $live_tenant where it is set.
live_registration() {
	live_place=$tenant_base/${live_tenant:-$tenant_id}/oauth2/v2.0
	printf '"registration":{"client_id":"%s","tenant":"%s",%s}' "$1" "$2" \
		"\"authorization_url\":\"$live_place/authorize\",\"token_url\":\"$live_place/token\""
}

live_answers() {
	live_file=$1
	shift
	live_members="\"postfrank\":1
\"mailbox\":\"$tenant_account_alerts\"
\"cloud\":\"custom\"
\"ca_file\":\"$tenant_ca_file\"
$(live_registration "$tenant_client_id" "$tenant_id")
\"smtp\":{\"host\":\"localhost\",\"port\":$tenant_smtp_port}
\"secrets\":{\"client_secret\":{\"file\":\"$tenant_secret_file\"}}
\"test\":{\"to\":\"ops@contoso.example\"}"
	for live_member in "$@"; do
		live_put "$live_member"
	done
	{
		echo '{'
		printf '%s\n' "$live_members" | sed '$!s/$/,/'
		echo '}'
	} >"$live_file"
}

live_begin() {
	live_home=$1
	shift
	mkdir -p "$live_home"
	live_answers "$live_home/answers.json" "$@"
	pf "$live_home" setup --answers "$live_home/answers.json"
	if [ "$status" -ne 77 ]; then
		note "$out" "$err"
		bail_out "setup --answers ended with $status, not 77"
	fi
	live_url=$(printf '%s\n' "$out" | grep '^https://' | head -n 1)
}

# What NAME's browser ends on, in $TMP/address: the address, or the words of a
# page.
live_browse() {
	live_name=$1
	shift
	browse_print "$live_name" "$live_url" --print-address "$@" \
		>"$TMP/address" 2>"$TMP/browse.err" ||
		cp "$TMP/browse.err" "$TMP/address"
}

live_finish() {
	check_run_with "$TMP/address" "$pf_program" --home "$1" signin --finish
}

# live_signin HOME NAME: finishes the pending sign-in as that account; the
# address is the one that the last command printed.
live_signin() {
	live_url=$(printf '%s\n' "$out" | grep '^https://' | head -n 1)
	live_home=$1
	shift
	live_browse "$@"
	live_finish "$live_home"
}

live_account() {
	live_begin "$@"
	live_signin "$live_home" "${live_as:-alerts}"
	if [ "$status" -ne 0 ]; then
		note "$out" "$err" "$(cat "$TMP/browse.err")"
		bail_out "signin --finish ended with $status"
	fi
}

live_age() {
	"$top_builddir/tests/lib/oauth_drive" "$1" age >/dev/null ||
		bail_out "cannot age the token in $1"
}

live_newest_mail() {
	ls "$tenant_mail_dir"/*.eml | sort | tail -n 1
}

live_mail_count() {
	find "$tenant_mail_dir" -name '*.eml' | wc -l
}

# Everything secret that the tenant knows of: the client secret, all codes and
# tokens that it has given out; one a line in FILE.
live_secrets() {
	{
		cat "$tenant_secret_file"
		tenant_control /tickets | cut -d ' ' -f 2
	} >"$1"
}
