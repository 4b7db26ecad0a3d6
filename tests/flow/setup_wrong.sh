#!/bin/sh
# SPDX-License-Identifier: ISC
# What a set-up says to wrong values and wrong people; nothing goes live.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/answers.sh"

tenant_start

is_not_live() {
	is "$(test -e "$pf_home/etc/default.json"; echo $?)" 1 \
	    "nothing is live: $1"
}

# wrong SENTENCE CODE PIECE KEY=JSON...
wrong() {
	wrong_sentence=$1
	wrong_code=$2
	wrong_piece=$3
	shift 3
	rm -rf "$pf_home"
	answers_write "$TMP/answers" "$@"
	pf setup --answers "$TMP/answers" ${check:-}
	is "$status" "$wrong_code" "$wrong_sentence"
	like "$(cat "$TMP/err")" "$wrong_piece" 'and what to mend is named'
	is_not_live "$wrong_sentence"
}

check=--check
wrong 'a missing mailbox is found by the check' 78 'mailbox' mailbox=null
wrong 'a missing client ID, too' 78 'registration.client_id' client_id=null
wrong 'and a missing secret' 78 'secrets.client_secret' 'secret={}'
wrong 'a secret in place of where it is' 78 '"file"' 'secret="abc"'
wrong 'a file that is not there' 66 '/nowhere' \
    'secret={"file": "/nowhere"}'
printf 'abc****' >"$TMP/masked"
wrong 'a masked secret' 78 'secrets.client_secret' \
    "secret={\"file\": \"$TMP/masked\"}"
wrong 'an unknown key' 78 'mailboxx' 'more=
  "mailboxx": "a",'
check=
wrong 'a server that is not there' 75 'smtp.port' port=1
wrong 'a Secret ID in place of the Value' 77 'secrets.client_secret' \
    "secret={\"file\": \"$tenant_secret_id_file\"}"
wrong 'an application that is not known' 77 'registration.client_id' \
    'client_id="11111111-2222-4333-8444-555555555555"'

# The wrong person signs in.
rm -rf "$pf_home"
answers_write "$TMP/answers"
pf setup --answers "$TMP/answers"
is "$status" 77 'a good file leads to the address'
cp "$TMP/out" "$TMP/address"
answers_signin ops
pf_with "$TMP/landed" signin --finish
is "$status" 77 'req_28: another account than the one asked for is not taken'
like "$(cat "$TMP/err" "$TMP/out")" 'ops@contoso.example' 'it is named'
like "$(cat "$TMP/err" "$TMP/out")" 'alerts@contoso.example' \
    'and so is the one that was meant'
like "$(cat "$TMP/err" "$TMP/out")" 'private' 'a private window is advised'
is_not_live 'another account signed in'

printf 'AADSTS53003: Access has been blocked\n' >"$TMP/pasted"
pf_with "$TMP/pasted" signin --finish
is "$(test "$status" -ne 0; echo $?)" 0 'an error page is no sign-in'
like "$(cat "$TMP/err" "$TMP/out")" 'Conditional Access' \
    'its number is explained'

sed 's/[?].*//' "$TMP/landed" >"$TMP/pasted"
pf_with "$TMP/pasted" signin --finish
is "$(test "$status" -ne 0; echo $?)" 0 'a cut address is no sign-in'
sed 's/state=[^&]*/state=abc/' "$TMP/landed" >"$TMP/pasted"
pf_with "$TMP/pasted" signin --finish
is "$(test "$status" -ne 0; echo $?)" 0 'nor is one of another sign-in'
is_not_live 'wrong answers'

pf setup --answers "$TMP/answers"
answers_signin alerts
pf_with "$TMP/landed" signin --finish
is "$status" 0 'after all that the right account finishes it'
[ "$status" -eq 0 ] || note "$(cat "$TMP/err" "$TMP/out")"
done_testing
