#!/bin/sh
# SPDX-License-Identifier: ISC
# The stand-in tenant's faults, certificates, and the standards-only server.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"

tenant_start
secret=$(cat "$tenant_secret_file")
redirect=http://localhost:4711/postfrank

probe() {
	token_post grant_type=client_credentials \
	    "client_id=$tenant_client_id" "client_secret=$secret" \
	    scope=https://outlook.office365.com/.default
}

tenant_switch token.fault=1:500html,2:empty,3:close,4:redirect,5-6:expires/60
probe
is "$answer_status" 500 'the first request meets a page'
probe
is "$answer_status:$answer" 200: 'the second an empty answer'
probe 2>/dev/null
is "$answer_status" 000 'the third none'
probe
is "$answer_status" 302 'the fourth is sent elsewhere'
is "$(tenant_count collect)" 0 'where nobody went'
probe
is "$(json_field "$answer" expires_in)" 60 'the fifth gets a short token'
probe
is "$(json_field "$answer" expires_in)" 60 'the sixth too'
probe
is "$(json_field "$answer" expires_in)" 3599 'and the seventh is as ever'
tenant_switch token.fault=1:10mb,2:long,3:dupkeys,4:deep,5:expires-string
probe
[ "${#answer}" -gt 10000000 ]
is $? 0 'an answer can have 10 MB'
probe
[ "${#answer}" -gt 1000000 ]
is $? 0 'a description 1 MB'
probe
is "$(printf '%s' "$answer" | grep -o '"access_token"' | wc -l)" 2 \
    'a key can stand twice'
probe
like "$answer" '[[[[[[[[[[' 'nesting can be deep'
probe
like "$answer" '"expires_in":"3599"' 'a number can be a string'
tenant_switch token.fault=*:429/30
tenant_curl -o "$TMP/body" -D "$TMP/head" --data x=y "$tenant_token_url"
like "$(cat "$TMP/head")" 'Retry-After: 30' 'throttling says for how long'
tenant_switch token.fault=1:wrongaud,2:no-type,3:badtoken,4:half
probe
aud=$(tenant_curl --data "token=$(json_field "$answer" access_token)" \
    "$tenant_base/introspect")
like "$aud" graph.microsoft.com 'a token can be for somebody else'
probe
unlike "$answer" token_type 'a type can be missing'
probe
like "$answer" 'MAIL FROM' 'a token can hold what it must not'
tenant_switch token.fault=*:hold/2
probe &
held=$!
probe
is "$answer_status" 200 'answers wait for one another'
wait "$held"
check_run tenant_control /switch token.fault=1:nonsense
isnt "$status" 0 'a script that makes no sense is refused'
tenant_switch token.fault= discovery.fault=1:html200
check_run tenant_curl "$tenant_discovery_url"
like "$out" 'Hotel WiFi' 'a captive portal answers for discovery'
tenant_switch token.crlf=1
token_post grant_type=x "client_id=$tenant_client_id"
like "$answer" '\r\nTrace ID:' 'descriptions can have line ends'

for word in expired early wronghost untrusted; do
	tenant_switch "https.cert=$word"
	check_run tenant_curl "$tenant_discovery_url"
	is "$status" 60 "a certificate can be $word"
done
tenant_switch https.cert=good

# By the names of the real hosts, and by the other address of this one.
host=login.microsoftonline.com
wellknown=v2.0/.well-known/openid-configuration
check_run tenant_curl --resolve "$host:$tenant_https_port:127.0.0.1" \
    "https://$host:$tenant_https_port/$tenant_domain/$wellknown"
is "$(json_field "$out" token_endpoint)" \
    "https://$host:$tenant_https_port/$tenant_id/oauth2/v2.0/token" \
    'under a real host name all addresses have that name'
check_run tenant_curl "https://[::1]:$tenant_https_port/asdf/$wellknown"
like "$out" AADSTS900023 'what is no tenant at all is told'

# Nothing of Microsoft's.
tenant_switch plain=1
check_run tenant_curl "$tenant_base/.well-known/oauth-authorization-server"
is "$(json_field "$out" issuer)" "$tenant_base" \
    'a plain server describes itself'
is "$(json_field "$out" token_endpoint)" "$tenant_base/token" \
    'and where its tokens are'
url="$tenant_base/authorize?client_id=$tenant_client_id&response_type=code"
url="$url&redirect_uri=$redirect&state=s&scope=mail.send+offline_access"
check_run browse_print alerts "$url"
is "$status" 0 'a person signs in there'
unlike "$out" session_state 'and nothing is added to the answer'
token_address=$tenant_base/token
token_post grant_type=authorization_code "client_id=$tenant_client_id" \
    "client_secret=$secret" "code=$(query_field "$out" code)" \
    "redirect_uri=$redirect"
is "$answer_status" 200 'a code is redeemed there'
unlike "$answer" ext_expires_in 'without fields of Microsoft'
unlike "$answer" id_token 'and without an id token'
refresh=$(json_field "$answer" refresh_token)
answer=$(tenant_curl -u "$tenant_client_id:$secret" --data \
    "grant_type=refresh_token&refresh_token=$refresh" "$token_address")
like "$answer" '"access_token":"EwB' 'HTTP Basic is taken'
token_post grant_type=refresh_token "client_id=$tenant_client_id" \
    client_secret=wrong "refresh_token=$refresh"
is "$answer_status $(json_field "$answer" error)" '401 invalid_client' \
    'a wrong secret is told in the words of the standard'
unlike "$answer" AADSTS 'and in no others'
token_address=$tenant_base/device_authorization
token_post "client_id=$tenant_public_client_id" scope=mail.send
user=$(json_field "$answer" user_code)
page=$(json_field "$answer" verification_uri)
token_address=$tenant_base/token
device=$(json_field "$answer" device_code)
check_run browse_print alerts "$page" --user-code "$user" --decline
token_post grant_type=urn:ietf:params:oauth:grant-type:device_code \
    "client_id=$tenant_public_client_id" "device_code=$device"
is "$(json_field "$answer" error)" access_denied \
    'a refused device code is told in the words of RFC 8628'
tenant_switch plain.oidc=1
url=$(printf '%s' "$url" | sed 's/scope=[^&]*/scope=openid+email+mail.send/')
check_run browse_print alerts "$url"
token_post grant_type=authorization_code "client_id=$tenant_client_id" \
    "client_secret=$secret" "code=$(query_field "$out" code)" \
    "redirect_uri=$redirect"
claims=$(json_field "$answer" id_token | cut -d . -f 2 | tr '_-' '/+')
while [ $((${#claims} % 4)) -ne 0 ]; do
	claims=$claims=
done
claims=$(printf '%s' "$claims" | base64 -d)
is "$(json_field "$claims" email)" "$tenant_account_alerts" \
    'id tokens can be had, with claims of the standard'
unlike "$claims" '"tid"' 'and none of Microsoft'

done_testing
