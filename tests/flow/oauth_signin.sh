#!/bin/sh
# SPDX-License-Identifier: ISC
# Signing in: discovery, the probe, paste-back, the listener, a device code, and
# the wrong account.

. "$top_srcdir/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/oauth.sh"

tenant_start
account_make a

drive discover
is "$status:$(value tenant)" "0:$tenant_id" 'discovery gives the tenant'
document=v2.0/.well-known/openid-configuration
drive discover "$tenant_base/$tenant_domain/$document"
is "$(value tenant)" "$tenant_id" 'by its domain too'
drive discover "$tenant_base/nobody.example/$document"
is "$status:$(value code)" 78:AADSTS90002 'an unknown tenant is told'
tenant_switch discovery.fault=1:html200
drive discover
is "$status" 75 'a captive portal is no sign-in server'
like "$err" 'captive portal' 'and is named'

drive probe
is "$status:$(value probe)" 0:ok 'tenant, client id and secret fit'
secret_file=$tenant_secret_id_file account_make wrong
drive probe
is "$(value probe):$(value step)" refused:secret 'the Secret ID is refused'
like "$(value what)" 'Secret ID' 'and named as what it may be'
is "$(value recent)" 1 'a new secret may not be known yet'
account_make unknown registration.client_id="$tenant_object_id"
drive probe
is "$(value probe):$(value code)" refused:AADSTS700016 \
    'an unknown client id is refused'
home=$TMP/a
tenant_switch "token.fault=*:aadsts/53003"
drive probe
is "$(value probe):$(value code)" unknown:AADSTS53003 \
    'a blocked probe tells nothing about the secret'
tenant_switch token.fault=

drive token
is "$status:$(value step)" 77:signin 'without a sign-in there is no token'
sign_in
is "$status:$(value identity):$(value name)" \
    "0:same:$tenant_account_alerts" 'the pasted address finishes the sign-in'
drive token
is "$status" 0 'then there is a token'
token=$(value access)
is "$(tenant_count token.refresh)" 0 'without a refresh'
facts=$(tenant_curl --data "token=$token" "$tenant_base/introspect")
is "$(json_field "$facts" username)" "$tenant_account_alerts" 'of the account'
paste "$(cat "$TMP/address")"
is "$status" 64 'the same address is of no use again'
like "$(cat "$home/state/default.state")" "$tenant_account_alerts" \
    'the state tells who signed in'

drive url
first=$out
drive url
isnt "$out" "$first" 'each sign-in has an address of its own'
paste "$(browse_print alerts "$first")"
is "$status" 65 'the answer to an older address is refused'
like "$(value what)" 'another sign-in' 'and named'
paste 'AADSTS50105: not assigned'
is "$status:$(value turn)" 77:admin 'a number from the browser is understood'

account_make other
sign_in ops
is "$(value identity):$(value name)" "other-name:$tenant_account_ops" \
    'another name is told'

# The listener: the browser follows the redirect to us.
account_make listener
mkfifo "$TMP/url"
"$top_builddir/tests/lib/oauth_drive" "$home" listen >"$TMP/url" \
    2>"$TMP/listen.err" &
listener=$!
{
	read -r url
	browse_print alerts "$url" --follow >"$TMP/page" 2>&1
	cat >"$TMP/listen.out"
} <"$TMP/url"
wait "$listener"
is "$?" 0 'the listener takes the code from the browser'
like "$(cat "$TMP/listen.out")" identity=same 'and the right one signed in'
drive token
is "$status" 0 'and there is a token'

# A device code needs a public client.
account_make device registration.client_id="$tenant_public_client_id" \
    registration.credential=none grant=device_code
drive device-start
code=$(value user_code)
is "$status:$(value interval)" 0:5 'a device code is given'
drive device-poll
is "$status:$(value wait)" 0:5 'which is pending'
tenant_switch device.slow-down=1
drive device-poll
is "$(value wait)" 10 'slow_down means five seconds more'
drive device-poll
is "$(value wait)" 10 'for good'
browse_print alerts "$tenant_base/devicelogin" --user-code "$code" \
    >/dev/null 2>"$TMP/browse.err" || note "$(cat "$TMP/browse.err")"
drive device-poll
is "$status:$(value identity)" 0:same 'until the person has typed it in'
drive token refused
is "$status" 0 'a public client refreshes without a secret'
drive device-start
tenant_clock +901
drive device-poll
is "$status:$(value step)" 77:signin 'an expired device code ends it'
tenant_switch ca.block=device
drive device-start
browse_print alerts "$tenant_base/devicelogin" \
    --user-code "$(value user_code)" >/dev/null 2>&1
drive device-poll
is "$status:$(value wait)" 0:5 'a blocked device code stays pending'

secrets=$(cat "$tenant_secret_file")
unlike "$(cat "$TMP"/*/state/default.state "$TMP/listen.err")" "$secrets" \
    'no secret is in state or messages'
is "$(grep -r -l -e "$token" -e "$secrets" "$TMP/a" | wc -l)" 0 \
    'nor in any file of the account'
done_testing
