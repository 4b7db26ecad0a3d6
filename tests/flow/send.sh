#!/bin/sh
# SPDX-License-Identifier: ISC
# The verbs send, test, status and account on an account that works.
. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"

tenant_start
home=$TMP/home

pf "$home" status
is "$status" 78 'status without an account ends with 78'
like "$err" 'setup' 'and names the command that sets one up'
pf "$home"
is "$status" 78 'postfrank alone is the same'

live_account "$home"

envelope() { cat "${1%.eml}.json"; }

printf 'one line\n.\nand no newline at the end' >"$TMP/body"
check_run_with "$TMP/body" "$pf_program" --home "$home" send \
	-s 'Grüße aus dem Keller' ops@contoso.example
is "$status" 0 'send ends with 0'
mail=$(live_newest_mail)
like "$(cat "$mail")" 'and no newline at the end' 'the text has arrived'
like "$(tr -d '\r' <"$mail")" "$(printf 'one line\n.\nand no')" \
	'a lone dot is neither doubled nor an end'
like "$(cat "$mail")" '=?UTF-8?' 'the subject is encoded'
like "$(cat "$mail")" 'To: ops@contoso.example' 'To is there'
is "$(tenant_count violation)" 0 'nothing on the wire broke a rule'

head -c 300000 /dev/urandom >"$TMP/disk image.bin"
check_run_with "$TMP/body" "$pf_program" --home "$home" send -s files \
	-a "$TMP/disk image.bin" -a "$TMP/body" -c admin@contoso.example \
	-b hidden@contoso.example ops@contoso.example
is "$status" 0 'a message with attachments, Cc and Bcc is sent'
mail=$(live_newest_mail)
like "$(envelope "$mail")" 'hidden@contoso.example' 'Bcc is in the envelope'
unlike "$(cat "$mail")" 'hidden@contoso.example' 'and not in the message'
like "$(cat "$mail")" 'Cc: admin@contoso.example' 'Cc is in the message'
sed -e 's/\r$//' "$mail" | awk '/filename.*disk image/ { f = 1 }
	f && $0 == "" { b = 1; next } b && /^--/ { exit } b' |
	base64 -d >"$TMP/arrived.bin"
is "$(cksum <"$TMP/arrived.bin")" "$(cksum <"$TMP/disk image.bin")" \
	'the attachment arrived as it was'

pf "$home" send ops@contoso.example -a "$TMP/not there"
is "$status" 66 'an attachment that is not there ends with 66'
like "$err" 'not there' 'and is named'
pf "$home" send -s x
is "$status" 64 'no recipient ends with 64'
pf "$home" send 'ops@@contoso.example'
is "$status" 65 'an address that is none ends with 65'
pf "$home" send root
is "$status" 65 'a bare name without root_to ends with 65'
like "$err" 'root_to' 'and says how to set it'
pf "$home" account set root_to ops@contoso.example
is "$status" 0 'account set changes a value'
pf "$home" send -s bare root
is "$status" 0 'then a bare name is root_to'
like "$(envelope "$(live_newest_mail)")" 'ops@contoso.example' 'and goes there'
unlike "$(envelope "$(live_newest_mail)")" '"root"' 'and nowhere as root'

pf "$home" send -s 'line one
Bcc: evil@example.org' ops@contoso.example
is "$status" 65 'a line break in the subject is refused'

pf "$home" send --sync -s two ops@contoso.example refused-x@contoso.example
is "$status" 69 'one refused recipient ends with 69'
like "$out" 'for 1 of 2' 'the other one is served'
like "$err" 'refused-x@contoso.example' 'the refused one is named'

pf "$home" account set limits.message_bytes 1000000
head -c 900000 /dev/zero >"$TMP/large"
before=$(tenant_count smtp.connect)
pf "$home" send -a "$TMP/large" ops@contoso.example
is "$status" 65 'a message over the limit ends with 65'
like "$err" 'becomes' 'and says what its size becomes in a mail'
is "$(tenant_count smtp.connect)" "$before" 'before a connection is made'
pf "$home" account set limits.message_bytes ''

pf "$home" test admin@contoso.example
is "$status" 0 'test ends with 0'
for stage in endpoints token 'name resolution' connect TLS login \
	'sender accepted' 'recipient accepted' 'message accepted'; do
	like "$out" "$stage" "test names the stage: $stage"
done
unlike "$out" FAILED 'and none failed'
pf "$home" test --json admin@contoso.example
like "$out" '"outcome": "ok"' 'test --json prints objects'

pf "$home"
is "$status" 0 'status ends with 0'
like "$out" alerts@contoso.example 'and names the mailbox'
is "$(($(printf '%s\n' "$out" | wc -l) <= 12))" 1 'in at most twelve lines'
pf "$home" status --json
like "$out" '"schema": 1' 'status --json has a schema version'

pf "$home" account list
like "$out" default 'account list names it'
pf "$home" account show
unlike "$out" "$(cat "$tenant_secret_file")" 'account show has no secret'
pf "$home" account remove
is "$status" 64 'account remove wants to be asked or --yes'
pf "$home" account remove --yes
is "$status" 0 'account remove --yes removes'
pf "$home" status
is "$status" 78 'then there is none'
is "$(find "$home/state" "$home/etc" -type f | wc -l)" 0 'and no file is left'

for verb in '' setup signin test send status account explain; do
	check_run "$pf_program" $verb --help
	is "$status" 0 "postfrank $verb --help ends with 0"
	check_run "$pf_program" $verb --version
	like "$out" postfrank "postfrank $verb --version prints it"
done
check_run "$pf_program" sned
is "$status" 64 'a mistyped verb ends with 64'
like "$err" 'postfrank send' 'and the nearest one is named'
check_run "$pf_program" explain AADSTS7000215
is "$status" 0 'explain knows an AADSTS number'
like "$out" 'Value' 'and says what to do'
check_run "$pf_program" explain 535 5.7.139
is "$status" 0 'explain knows an answer of Exchange'
check_run "$pf_program" explain banana
is "$status" 65 'explain says when it does not know'

done_testing
