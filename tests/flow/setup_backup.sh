#!/bin/sh
# SPDX-License-Identifier: ISC
# The test mail by the backup server, which needs no sign-in.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/work.sh"

tenant_start
home=$TMP/home
work_settings="cloud=custom ca_file=$tenant_ca_file \
mailbox=$tenant_account_alerts"
relay="backup.host=localhost backup.port=$tenant_plain_smtp_port"

work "$home" backup
is "$status" 78 'without a backup server there is nothing to try'
work "$home" backup $relay
is "$status" 78 'and without a recipient nobody to send to'
is "$(work_said step)" care 'which the same step cures'
is "$(find "$tenant_relay_dir" -type f | wc -l)" 0 'nothing was sent'

work "$home" backup test.to=first@example.net
is "$status" 0 'the relay takes a test mail'
like "$(work_said good)" 'The backup server localhost took a test mail for first@example.net, without a login and without encryption; its subject ends in ' \
    'and how it went is said'
tag=$(work_said good | sed 's/.* ends in \([0-9a-f]*\)\.$/\1/')
mail=$(find "$tenant_relay_dir" -name '*.eml')
is "$(sed -n 's/^Subject: //p' "$mail" | tr -d '\r')" \
    "postfrank test from $(uname -n), $tag" 'the mail carries the tag'
like "$(grep '^From: ' "$mail")" "$tenant_account_alerts" \
    'and comes from the sender'
like "$(cat "$mail")" 'without a sign-in' 'its text says how it came'
is "$(tenant_count relay.auth)" 0 'nobody has logged in'
like "$out" 'tell This server offers no encryption' \
    'that it goes in the clear is told before'
is "$(printf '%s\n' "$out" | sed -n 's/, [0-9]* ms.*//; s/^tell ok: //p' |
    tail -n 4 | tr '\n' ' ')" 'connection sender recipient message ' \
    'each stage is told'
is "$(work_said learned)" 'backup.proved=localhost none' \
    'how it went is learned'
work "$home" backup notice.to=second@example.net,third@example.net
like "$(work_said good)" 'for second@example.net' \
    'who is told when mail stops is the one to try'
unlike "$out" 'offers no encryption' 'and what is known is not tried again'

# One that encrypts is never spoken to in the clear.
work "$TMP/secure" backup backup.host=localhost \
    "backup.port=$tenant_smtp_port" test.to=first@example.net
is "$(test "$status" -ne 0; echo $?)" 0 'one that wants a login refuses'
like "$out" 'tell ok: encryption' 'after encrypting'
like "$out" 'tell FAILED: sender' 'in the stage where it does'
like "$out" 'tell not tried: message' 'and what follows is not tried'
is "$(work_said step)" care 'in the step that cures it'
tenant_switch smtp.no-starttls=1
work "$TMP/secure" backup 'backup.proved=localhost starttls'
like "$(work_said bad)" 'offers no encryption' \
    'one that has encrypted before is not believed that it cannot'
like "$out" 'tell FAILED: encryption' 'and is told in that stage'

tenant_switch 'relay.reply.rcpt=1*550 5.7.1 Unable to relay'
work "$home" backup
like "$(work_said bad)" 'does not pass on mail from this machine' \
    'a relay that does not know this machine is told as that'
is "$(work_said step)" care 'in its step'
work "$home" backup backup.port=1
like "$(work_said bad)" 'localhost refused the connection' \
    'and one that is not there, too'
done_testing
