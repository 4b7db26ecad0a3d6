#!/bin/sh
# SPDX-License-Identifier: ISC
# The stand-in tenant's authorization code flow, refresh and app-only tokens.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"

tenant_start
secret=$(cat "$tenant_secret_file")
# RFC 7636, appendix B
verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
redirect=http://localhost:4711/postfrank
send=https://outlook.office.com/SMTP.Send
scope="openid profile offline_access $send"

# sign_in_url [NAME=VALUE...]: a good request, with more or other fields.
sign_in_url() {
	url="$tenant_authorize_url?client_id=${app:-$tenant_client_id}"
	url="$url&response_type=code&state=st-1&redirect_uri=$redirect"
	url="$url&scope=$(tenant_encode "s=$scope" | sed 's/^s=//')"
	url="$url&code_challenge=$challenge&code_challenge_method=S256"
	for field in "$@"; do
		url="$url&$field"
	done
}

sign_in() {
	sign_in_url
	address=$(browse_print alerts "$url") || bail_out "no sign-in"
	code=$(query_field "$address" code)
}

redeem() {
	token_post grant_type=authorization_code "client_id=$tenant_client_id" \
	    "client_secret=$secret" "code=$code" "redirect_uri=$redirect" \
	    "code_verifier=$verifier" "$@"
}

refresh() {
	token_post grant_type=refresh_token "client_id=$tenant_client_id" \
	    "client_secret=$secret" "refresh_token=$1" "scope=$scope"
}

number() {
	printf '%s' "$answer" | sed -n 's/.*"error_codes":\[\([0-9]*\)\].*/\1/p'
}

sign_in
like "$address" "$redirect?code=1.A" 'the browser ends at the redirect address'
is "$(query_field "$address" state)" st-1 'with the state'
[ "${#code}" -ge 600 ] && [ "${#code}" -le 1500 ]
is "$?" 0 'a code is as long as a real one'

redeem
is "$answer_status" 200 'a code is redeemed'
is "$(json_field "$answer" scope)" "openid profile $send" \
    'the answer says for what'
token=$(json_field "$answer" access_token)
kept=$(json_field "$answer" refresh_token)
[ "${#token}" -ge 1500 ] && [ "${#token}" -le 3500 ]
is "$?" 0 'an access token is as long as a real one'
redeem
is "$(number)" 54005 'a code counts once'

facts=$(tenant_curl --data "token=$token" "$tenant_base/introspect")
is "$(json_field "$facts" username)" "$tenant_account_alerts" \
    'introspection tells who signed in'
is "$(json_field "$facts" aud)" https://outlook.office.com 'and for whom'

sign_in
tenant_clock +601
redeem
is "$(number)" 70008 'a code counts ten minutes'
sign_in
verifier=wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong
redeem
is "$(number)" 501481 'the verifier must fit'
verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
redirect=http://localhost:4712/postfrank
redeem
is "$(number)" 500112 'the redirect address must be that of the sign-in'
redirect=http://localhost:4711/postfrank
token_address=$tenant_base/common/oauth2/v2.0/token
redeem
is "$(number)" 50194 'an application of one tenant is not for common'
unset token_address
redeem
is "$answer_status" 200 'a redeemable code is not spent by refusals'

refresh "$kept"
is "$answer_status" 200 'a refresh token is redeemed'
newer=$(json_field "$answer" refresh_token)
isnt "$newer" "$kept" 'and another one comes'
refresh "$kept"
is "$answer_status" 200 'the old one goes on working'
tenant_switch refresh.strict=1
refresh "$kept"
is "$(number)" 50173 'but not under strict rotation'
refresh "$newer"
is "$(number)" 50173 'which ends the whole sign-in'
tenant_switch refresh.strict=0

sign_in
redeem
kept=$(json_field "$answer" refresh_token)
tenant_clock +$((89 * 86400))
refresh "$kept"
is "$answer_status" 200 'an idle refresh token lives 89 days'
tenant_clock +$((91 * 86400))
refresh "$kept"
is "$(number)" 700082 'and not 91'
sign_in
redeem
kept=$(json_field "$answer" refresh_token)
tenant_switch ca.block=token
refresh "$kept"
is "$(number)" 53003 'a policy blocks a refresh'
like "$answer" '"claims":"{\"access_token\"' 'with claims that name it'
tenant_switch ca.block= consent.unknown=1
refresh "$kept"
is "$(number)" 65001 'a consent can be unknown for a while'
refresh "$kept"
is "$answer_status" 200 'and then be known'
tenant_control /expire-secret "app=$tenant_client_id" >/dev/null
refresh "$kept"
is "$answer_status $(number)" '401 7000222' 'a secret expires'
tenant_control /app "id=$tenant_client_id" secret_expires=0 >/dev/null
refresh "$kept"
token=$(json_field "$answer" access_token)
tenant_control /revoke "upn=$tenant_account_ops" >/dev/null
tenant_control /revoke what=public >/dev/null
active() {
	json_field "$(tenant_curl --data "token=$token" \
	    "$tenant_base/introspect")" active
}
is "$(active)" true 'revoking what is of others leaves a token alone'
tenant_control /revoke what=access >/dev/null
is "$(active)" false 'access tokens alone are revoked'
refresh "$kept"
is "$answer_status" 200 'when the refresh token lives on'
tenant_control /revoke "upn=$tenant_account_alerts" >/dev/null
refresh "$kept"
is "$(number)" 50173 'sign-ins are revoked'

# What stays on the page, and what comes back.
sign_in_url
check_run browse_print stranger "$url"
is "$status" 1 'an account of another tenant gets no further'
like "$err" AADSTS50020: 'and is told so on the page'
check_run browse_print alerts "$url" --cancel
like "$out" "error=access_denied&error_subcode=cancel" 'Cancel is told'
like "$out" state=st-1 'with the state'
sign_in_url response_mode=fragment
check_run browse_print alerts "$url"
like "$out" "$redirect#code=" 'the answer can be a fragment'
redirect=http://localhost:$tenant_control_port/postfrank
sign_in_url response_mode=form_post
check_run browse_print alerts "$url" --follow
like "$out" 'no such thing to control' 'or a form, posted where one listens'
sign_in_url
check_run browse_print alerts "$url" --follow
is "$status:${out%%[!0-9]*}" 0:404 'a browser follows to who listens'
redirect=http://localhost:4711/postfrank
redirect=http://localhost:4711/PostFrank sign_in_url
check_run browse_print alerts "$url"
like "$err" AADSTS50011: 'the path of a redirect address is case-sensitive'
app=11111111-2222-4333-8444-555555555555 sign_in_url
check_run browse_print alerts "$url"
like "$err" AADSTS700016: 'an unknown application stays on the page'
unset app
scope="openid https://outlook.office.com/SMTP.Sent" sign_in_url
check_run browse_print alerts "$url"
like "$out" error=invalid_scope 'a wrong scope is told at the redirect address'
app=$tenant_unconsented_client_id
sign_in_url
check_run browse_print alerts "$url" --decline
like "$out" error=access_denied 'consent can be declined'
check_run browse_print alerts "$url"
like "$out" code= 'or given'
unset app
tenant_switch ca.block=web
sign_in_url
check_run browse_print alerts "$url"
like "$err" AADSTS53003: 'a policy blocks on the page'
tenant_switch ca.block=

# A browser that is signed in as somebody else.
jar=$TMP/jar
sign_in_url
check_run browse_print ops "$url" --cookie-jar "$jar"
is "$status" 0 'somebody signs in'
check_run browse_print alerts "$url" --cookie-jar "$jar"
code=$(query_field "$out" code)
redeem
is "$(tenant_curl --data "token=$(json_field "$answer" access_token)" \
    "$tenant_base/introspect" | sed 's/.*"username":"\([^"]*\)".*/\1/')" \
    "$tenant_account_ops" 'whose cookie signs the next one in silently'
sign_in_url prompt=select_account "login_hint=$tenant_account_alerts"
check_run browse_print alerts "$url" --cookie-jar "$jar"
code=$(query_field "$out" code)
redeem client_info=1
is "$(tenant_curl --data "token=$(json_field "$answer" access_token)" \
    "$tenant_base/introspect" | sed 's/.*"username":"\([^"]*\)".*/\1/')" \
    "$tenant_account_alerts" 'but not when the request asks to select'
like "$answer" '"client_info":"' 'client_info comes when asked for'

# App-only, and the addresses of old.
apponly() {
	token_post grant_type=client_credentials \
	    "client_id=$tenant_app_only_client_id" "client_secret=$secret" "$@"
}
apponly scope=https://outlook.office365.com/.default
is "$answer_status" 200 'app-only tokens are given'
unlike "$answer" refresh_token 'without a refresh token'
apponly
is "$(number)" 900144 'a scope is needed'
apponly scope=https://outlook.office365.com/.default resource=x
is "$(number)" 901002 'resource is not known at v2 addresses'
check_run tenant_curl "$tenant_token_url"
like "$out" AADSTS900561 'GET is refused'
is "$(tenant_count token.client:ok)" 1 'events are counted by outcome'
token_address=$tenant_base/$tenant_id/oauth2/token
apponly resource=https://outlook.office365.com
like "$answer" '"expires_in":"3599"' 'the address of v1 answers with strings'
apponly scope=https://outlook.office365.com/.default
like "$answer" 00000002-0000-0000-c000-000000000000 \
    'and a scope means nothing to it'
token_address=$tenant_base/organizations/oauth2/v2.0/token
app_multi=00112233-4455-4677-8899-aabbccddeeff
tenant_control /app "id=$app_multi" multi_tenant=1 platform=spa \
    redirect_uris=http://localhost/postfrank new_secret=1 >/dev/null
token_post grant_type=client_credentials "client_id=$app_multi" \
    client_secret=x scope=https://outlook.office365.com/.default
is "$(number)" 9001023 'app-only needs the address of one tenant'
unset token_address

# Lifetimes and policies that are rarer.
token_post_spa() {
	answer=$(tenant_curl -H "Origin: ${origin-http://localhost}" --data \
	    "client_id=$app_multi&$1" "$tenant_token_url")
}
app=$app_multi
sign_in
unset app
code_fields="grant_type=authorization_code&code=$code&redirect_uri=$redirect"
code_fields="$code_fields&code_verifier=$verifier"
token_post grant_type=authorization_code "client_id=$app_multi" \
    "code=$code" "redirect_uri=$redirect" "code_verifier=$verifier"
is "$(number)" 9002327 'a single-page application must have an origin'
token_post_spa "$code_fields"
kept=$(json_field "$answer" refresh_token)
tenant_clock +86401
token_post_spa "grant_type=refresh_token&refresh_token=$kept"
is "$(number)" 700084 'its refresh token ends after a day'
sign_in
redeem
kept=$(json_field "$answer" refresh_token)
tenant_switch refresh.frequency=3600
tenant_clock +3601
refresh "$kept"
is "$(number)" 70043 'sign-in frequency ends a sign-in'
tenant_switch refresh.frequency=0 mfa.required=1
refresh "$kept"
is "$(number)" 50076 'a second factor can be asked for'
tenant_switch mfa.required=0
tenant_control /account "upn=$tenant_account_alerts" password_expired=1 \
    >/dev/null
refresh "$kept"
is "$(json_field "$answer" suberror)" user_password_expired \
    'a password expires'
tenant_control /account "upn=$tenant_account_alerts" password_expired=0 \
    >/dev/null
tenant_control /app "id=$tenant_client_id" assignment_required=1 >/dev/null
sign_in_url
check_run browse_print alerts "$url"
like "$err" AADSTS50105: 'an application can ask for an assignment'

done_testing
