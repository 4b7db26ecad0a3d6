#!/bin/sh
# SPDX-License-Identifier: ISC
# The stand-in tenant's device codes, admin consent, and new registrations.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"

tenant_start
scope='openid profile offline_access https://outlook.office.com/SMTP.Send'

begin() {
	token_address=$tenant_device_url
	token_post "client_id=${1:-$tenant_public_client_id}" "scope=$scope"
	unset token_address
	device=$(json_field "$answer" device_code)
	user=$(json_field "$answer" user_code)
	page=$(json_field "$answer" verification_uri)
}

poll() {
	token_post grant_type=urn:ietf:params:oauth:grant-type:device_code \
	    "client_id=$tenant_public_client_id" "device_code=$device" "$@"
	error=$(json_field "$answer" error)
}

begin
is "${#user}" 9 'a user code has nine characters'
is "$(json_field "$answer" expires_in)" 900 'and fifteen minutes'
unlike "$answer" verification_uri_complete 'there is no complete address'
poll
is "$error" authorization_pending 'a poll is told to wait'
tenant_switch device.slow-down=1
poll
is "$error" slow_down 'or to wait longer'
check_run browse_print alerts "$page" --user-code "$user"
like "$out" 'You may close this window' 'the person types the code'
poll client_secret=x
like "$answer" '[700025]' 'a public client sends no secret'
poll
is "$answer_status" 200 'then tokens come'
refresh=$(json_field "$answer" refresh_token)
poll
is "$error" invalid_grant 'once'
token_post grant_type=refresh_token "client_id=$tenant_public_client_id" \
    "refresh_token=$refresh"
is "$answer_status" 200 'they are refreshed without a secret'

begin
check_run browse_print alerts "$page" --user-code "$user" --decline
poll
is "$error" authorization_declined 'the person declines'
begin
tenant_clock +901
poll
is "$error" expired_token 'a device code expires'
tenant_switch device.expired-word=code_expired
poll
is "$error" code_expired 'in the other spelling too'
device=nonsense
poll
is "$error" bad_verification_code 'an unknown device code is told'
begin
tenant_switch ca.block=device
check_run browse_print alerts "$page" --user-code "$user"
like "$err" AADSTS53003: 'a policy blocks the flow on the page'
poll
is "$error" authorization_pending 'and the poll never learns of it'
tenant_switch ca.block=
begin
check_run browse_print stranger "$page" --user-code "$user"
like "$err" AADSTS50020: 'an account of another tenant is refused'
tenant_switch devicecode.fault=1:error200
begin
is "$answer_status $(json_field "$answer" error)" '200 invalid_client' \
    'an error can come with status 200'
begin "$tenant_client_id"
token_post grant_type=urn:ietf:params:oauth:grant-type:device_code \
    "client_id=$tenant_client_id" "device_code=$device"
like "$answer" '[7000218]' 'public flows must be allowed'

# What an administrator does, and what was made just now.
consent="$tenant_base/$tenant_id/adminconsent"
consent="$consent?client_id=$tenant_unconsented_client_id&state=s2"
consent="$consent&redirect_uri=$tenant_redirect_uri"
check_run browse_print alerts "$consent"
like "$err" AADSTS90094: 'a person cannot consent for the tenant'
check_run browse_print admin "$consent"
is "${out#*\?}" "admin_consent=True&tenant=$tenant_id&state=s2" \
    'an administrator can'
new=0f1e2d3c-4b5a-4968-8776-655443322110
check_run tenant_control /app "id=$new" name=new new_secret=1 \
    redirect_uris=http://localhost/postfrank
fresh=$(printf '%s\n' "$out" | sed -n 's/^secret=//p')
probe() {
	token_post grant_type=client_credentials "client_id=$new" \
	    "client_secret=$1" scope=https://graph.microsoft.com/.default
}
tenant_switch app.unknown=1 secret.unknown=1
probe "$fresh"
like "$answer" '[700016]' 'a new registration is unknown at first'
probe "$fresh"
like "$answer" '[7000215]' 'then its secret is'
probe "$fresh"
is "$answer_status" 200 'then all is well'
probe "$(cat "$tenant_secret_id_file")"
like "$answer" '[7000215]' 'a Secret ID is no secret'
check_run tenant_control /switch token.lifetme=5
isnt "$status" 0 'a misspelt switch is refused'

done_testing
