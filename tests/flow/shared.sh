#!/bin/sh
# SPDX-License-Identifier: ISC
# Who signs in, the login name and the sender are three values: a shared mailbox
# sends while another account signs in for it.
. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"

tenant_start
home=$TMP/home
live_as=delegate
live_account "$home" '"mailbox":"shared@contoso.example"' \
	'"sign_in_as":"delegate@contoso.example"'
pass 'the delegate signs in for the shared mailbox'

pf "$home" send -s shared ops@contoso.example
is "$status" 0 'a mail is sent'
like "$(cat "$(live_newest_mail)")" 'From: shared@contoso.example' \
	'it comes from the shared address'
envelope=$(live_newest_mail)
envelope=$(cat "${envelope%.eml}.json")
like "$envelope" 'delegate@contoso.example' 'the delegate logged in'

cp -a "$home" "$TMP/copy"
pf "$TMP/copy" account set smtp.user shared@contoso.example
pf "$TMP/copy" send -s refused ops@contoso.example
is "$status" 77 'the shared mailbox as login name is refused with 77'
like "$err" '535' 'by the server'

cp -a "$home" "$TMP/other"
pf "$TMP/other" account set sender.address alerts@contoso.example
pf "$TMP/other" send -s 'not mine' ops@contoso.example
is "$status" 77 'a sender without the right to send as it ends with 77'
like "$err" 'alerts@contoso.example' 'and is named'
pf "$TMP/other" test ops@contoso.example
like "$out" 'FAILED' 'test shows a stage that failed'
done_testing
