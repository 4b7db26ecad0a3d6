#!/bin/sh
# SPDX-License-Identifier: ISC
# A server that knows the standards and nothing of Microsoft: no error numbers,
# no tenants, perhaps no ID token.

. "$top_srcdir/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/oauth.sh"

tenant_start
tenant_switch plain=1
tenant_authorize_url=$tenant_base/authorize
tenant_token_url=$tenant_base/token
account_make a registration.tenant=
drive discover "$tenant_base"
is "$(value token)" "$tenant_token_url" 'it describes itself'
sign_in
is "$status:$(value identity)" 0:unknown 'a sign-in without an ID token is good'
drive token refused
is "$status" 0 'and can be refreshed'
tenant_switch refresh.strict=1
drive age
drive token
is "$status" 0 'with strict rotation too'
drive probe
[ "$(value probe)" != refused ]
is "$?" 0 'a probe does not refuse a good secret'
secret_file=$tenant_secret_id_file account_make wrong registration.tenant=
drive probe
is "$(value probe):$(value code)" refused:invalid_client \
    'but refuses a wrong one'
home=$TMP/a
tenant_control /revoke "upn=$tenant_account_alerts" >/dev/null
drive token refused
is "$status:$(value code):$(value step)" 77:invalid_grant:signin \
    'a revoked sign-in is told by the word alone'
drive show
isnt "$(value refresh_token)" '' 'and its token is kept'
tenant_switch plain.oidc=1
sign_in
is "$status:$(value identity)" 0:same 'an ID token is read where there is one'
drive token
is "$status" 0 'and signing in again cures it'
done_testing
