# SPDX-License-Identifier: ISC
# An account for a flow test, set up on the stand-in tenant by the real
# commands; sourced after tenant.sh and tenant_start.
#
#	live_answers FILE [JSON...]	an answers file for the tenant
#	live_account HOME [JSON...]	set up, signed in, live
#	pf HOME ARGUMENT...		check_run of postfrank on that home
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

live_answers() {
	live_file=$1
	shift
	live_members="\"postfrank\":1
\"mailbox\":\"$tenant_account_alerts\"
\"cloud\":\"custom\"
\"ca_file\":\"$tenant_ca_file\"
\"registration\":{\"client_id\":\"$tenant_client_id\",\"tenant\":\"$tenant_id\",\"authorization_url\":\"$tenant_authorize_url\",\"token_url\":\"$tenant_token_url\"}
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

# live_signin HOME NAME: finishes the pending sign-in as that account.
live_signin() {
	live_url=$(printf '%s\n' "$out" | grep '^https://' | head -n 1)
	live_home=$1
	live_name=$2
	shift 2
	browse_print "$live_name" "$live_url" --print-address "$@" \
		>"$TMP/address" 2>"$TMP/browse.err"
	check_run_with "$TMP/address" "$pf_program" --home "$live_home" \
		signin --finish
}

live_account() {
	live_home=$1
	shift
	mkdir -p "$live_home"
	live_answers "$live_home/answers.json" "$@"
	pf "$live_home" setup --answers "$live_home/answers.json"
	if [ "$status" -ne 77 ]; then
		note "$out" "$err"
		bail_out "setup --answers ended with $status, not 77"
	fi
	live_signin "$live_home" "${live_as:-alerts}"
	if [ "$status" -ne 0 ]; then
		note "$out" "$err" "$(cat "$TMP/browse.err")"
		bail_out "signin --finish ended with $status"
	fi
}
