#!/bin/sh
# SPDX-License-Identifier: ISC
# An ordinary user, without --home: begun, left, finished, used and removed in
# the user's own directories.
. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"

tenant_start
his=$TMP/his
mkdir "$his" "$his/home"
cp "$pf_program" "$his/postfrank"
cp "$tenant_ca_file" "$his/ca.pem"
cp "$tenant_secret_file" "$his/secret"
live_answers "$his/answers.json" "\"ca_file\":\"$his/ca.pem\"" \
	"\"secrets\":{\"client_secret\":{\"file\":\"$his/secret\"}}"
become=
if [ "$(id -u)" -eq 0 ]; then
	chmod 711 "$TMP"
	chown -R 65534:65534 "$his"
	become='setpriv --reuid 65534 --regid 65534 --clear-groups'
fi

# his ARGUMENT...: postfrank as that user, with nothing in the environment.
his() {
	# shellcheck disable=SC2086
	check_run_with "${input:-/dev/null}" $become env -i "PATH=$PATH" \
		"HOME=$his/home" "$his/postfrank" "$@"
}

his status
is "$status" 78 'without an account status ends with 78'
his setup --answers "$his/answers.json"
is "$status" 77 'the answers lead to the sign-in'
live_url=$(printf '%s\n' "$out" | grep '^https://')
his status
is "$status" 78 'a set-up that was begun is no account'
like "$err" 'begun' 'but is told of'
his signin
is "$status" 77 'signin goes on with what was begun'
like "$out" "$live_url" 'with the same address'
his signin --json
is "$status" 64 'signin has no JSON to print, and says so'
like "$out" '"exit": 64' 'as JSON, since that was asked for'
live_browse alerts
input=$TMP/address his signin --finish
is "$status" 0 'signin --finish finishes it'
his status
is "$status" 0 'the account is in use'
like "$out" 'Last mail      2' 'the test mail is the last mail'
is "$(printf '%s\n' "$out" | awk 'length > 80' | wc -l)" 0 \
	'no line of status is longer than a terminal is wide'
is "$(printf '%s\n' "$out" | awk 'END { print (NR <= 12) }')" 1 \
	'and there are at most twelve'
is "$(find "$his/home/.config/postfrank" -name default.json | wc -l)" 1 \
	'the settings are below the home directory'
his account remove --yes
is "$status" 0 'the account can be removed'
his status
is "$status" 78 'and is gone'
done_testing
