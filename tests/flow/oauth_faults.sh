#!/bin/sh
# SPDX-License-Identifier: ISC
# What a token endpoint can do to us (reliability.md 8, 20 to 31), and what we
# make of it: each its own message, nothing lost, nothing asked twice.

. "$top_srcdir/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/oauth.sh"

tenant_start
account_make a
sign_in
[ "$status" -eq 0 ] || bail_out "$err"
drive show
kept=$(value refresh_token)

# trouble_free: forgets waits, as a change of the vault does.
trouble_free() {
	drive age
	drive show
}

# refuse SCRIPT STATUS PIECE SENTENCE: one forced refresh under a fault.
refuse() {
	trouble_free
	before=$(value refresh_token)
	tenant_switch "token.fault=$1"
	drive token
	is "$status" "$2" "$4: ends with $2"
	like "$(value what) $(value next)" "$3" "$4: says so"
	isnt "$(value next)" '' "$4: and what to do"
	said=$err
	tenant_switch token.fault=
	drive show
	is "$(value refresh_token)" "$before" "$4: the refresh token stays"
	err=$said
}

refuse '*:500html' 75 trouble 'a page in place of an answer'
refuse '*:empty' 75 empty 'an empty answer'
refuse '*:html200' 75 'captive portal' 'a portal'
refuse '*:close' 75 '' 'a connection that closes'
refuse '*:redirect' 75 elsewhere 'a redirect'
refuse '*:10mb' 75 larger 'an answer of 10 MB'
refuse '*:deep' 75 '' 'nesting without end'
refuse '*:dupkeys' 75 '' 'a key given twice'
refuse '*:badtoken' 75 token 'a token that would break the login'
refuse '*:error200' 77 '' 'an error under status 200'
refuse '*:claims-string' 77 '' 'an error with claims as a string'
refuse '*:claims-object' 77 '' 'an error with claims as an object'
refuse '*:controls' 77 '' 'control characters in the description'
case $said in
*"$(printf '\033')"*) fail 'no control character is shown' ;;
*) pass 'no control character is shown' ;;
esac
refuse '*:long' 77 '' 'a description of 1 MB'
[ "${#said}" -lt 2500 ]
is $? 0 'a message has bounds'
refuse '*:aadsts/50173' 77 revoked 'a revoked sign-in'
refuse '*:aadsts/7000222' 77 'secret has expired' 'an expired secret'
is "$(printf '%s\n' "$said" | sed -n 's/^step=//p')" secret \
    'an expired secret leads to its step'
refuse '*:aadsts/53003' 77 'Conditional Access' 'a policy'
is "$(printf '%s\n' "$said" | sed -n 's/^turn=//p')" admin \
    'a policy is the turn of the administrator'
refuse '*:429/30' 75 'too many requests' 'throttling'
is "$(printf '%s\n' "$said" | sed -n 's/^wait=//p')" 30 \
    'throttling: for as long as the server says'

# 22: nobody asks before the time has come.
trouble_free
tenant_switch 'token.fault=1:503/20'
drive token
asked=$(tenant_count token.refresh)
drive token
is "$status" 75 'a second call waits too'
is "$(tenant_count token.refresh)" "$asked" 'and asks nothing'
drive token insist
is "$(tenant_count token.refresh)" "$asked" \
    'nor when somebody insists: throttling is throttling'
drive storm 10
is "$(printf '%s\n' "$out" | grep -c 'failed 75')" 10 'nor do ten others'
is "$(tenant_count token.refresh)" "$asked" 'ask'

# 20: a sign-in that is needed is told once, and again without asking.
trouble_free
tenant_switch 'token.fault=*:aadsts/700082'
drive token
asked=$(tenant_count token.refresh)
drive token
is "$status:$(value code)" 77:AADSTS700082 'the same is told again'
is "$(tenant_count token.refresh)" "$asked" 'without a request'
like "$(cat "$home/state/default.state")" '"AADSTS700082"' \
    'the state has the code'
tenant_switch token.fault=
drive token insist
is "$status" 0 'somebody who insists gets the token that works again'
unlike "$(cat "$home/state/default.state")" AADSTS700082 \
    'and the state is clean'

# 23, 24: what a good answer may lack.
trouble_free
before=$(value refresh_token)
tenant_switch 'token.fault=*:no-refresh'
drive token
is "$status" 0 'an answer without a refresh token is good'
drive show
is "$(value refresh_token)" "$before" 'and the old one is kept'
for fault in expires-string no-expires no-type; do
	trouble_free
	tenant_switch "token.fault=*:$fault"
	drive token
	is "$status" 0 "an answer with $fault is good"
done
tenant_switch token.fault=

# 26: a store that cannot be written is found before anything is asked.
trouble_free
asked=$(tenant_count token.refresh)
if [ "$(id -u)" -eq 0 ] && mkdir "$TMP/probe-mount" &&
    unshare -m true 2>/dev/null; then
	unshare -m sh -c "mount --bind '$home/state' '$home/state' &&
	    mount -o remount,ro,bind '$home/state' &&
	    touch '$home/state/x' 2>/dev/null && exit 90
	    exec '$top_builddir/tests/lib/oauth_drive' '$home' token" \
	    >"$TMP/.out" 2>"$TMP/.err"
	is "$?" 75 'a read-only store ends with 75'
else
	chmod 500 "$home/state"
	drive token
	is "$status" 75 'a read-only store ends with 75'
	chmod 700 "$home/state"
fi
is "$(tenant_count token.refresh)" "$asked" 'and nothing was asked'

# A new secret in the vault counts at once.
tenant_control /expire-secret "app=$tenant_client_id" >/dev/null
trouble_free
drive token
is "$status:$(value step)" 77:secret 'an expired secret is told'

secret=$(cat "$tenant_secret_file")
is "$(grep -r -l -e "$secret" -e "$kept" "$home" | wc -l)" 0 \
    'no secret is in any file'
done_testing
