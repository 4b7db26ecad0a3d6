#!/bin/sh
# SPDX-License-Identifier: ISC
# Signing in by a code, as the walkthrough's actions do it: the same code after
# every interruption, and an account that is refreshed without a secret.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/faketime.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/answers.sh"
. "$top_srcdir/tests/lib/work.sh"

tenant_start
tenant_switch device.interval=1
home=$TMP/drive
work_settings="cloud=custom ca_file=$tenant_ca_file grant=device_code \
mailbox=$tenant_account_alerts smtp.host=localhost \
smtp.port=$tenant_smtp_port registration.client_id=$tenant_public_client_id \
registration.tenant=$tenant_id \
registration.authorization_url=$tenant_authorize_url \
registration.token_url=$tenant_token_url \
registration.device_authorization_url=$tenant_device_url"

# type_code NAME [OPTION...]: NAME types the code of $out on the page.
type_code() {
	browse_print "$1" "$(work_said address)" --user-code \
	    "$(work_said code)" ${2:-} >"$TMP/browse" 2>&1
}

work "$home" begin
is "$status" 0 'a code is given'
first=$out
work "$home" begin
is "$out" "$first" 'asked for again it is the same, with the same end'
work "$home" renew
isnt "$(work_said code)" "$(said "$first" code)" \
    'a new one only on request'
second=$out
app=registration.client_id=$tenant_client_id
work "$home" begin "$app"
isnt "$(work_said code)" "$(said "$second" code)" \
    'or when the application is another one'
kept=$(work_said code)
type_code alerts
work "$home" finish "$app"
is "$status" 78 'an application that allows no public client flows'
like "$out" 'Allow public client flows' 'is told what to switch on'
is "$(work_said step)" permissions 'and where'
work "$home" begin "$app"
is "$(work_said code)" "$kept" 'and the code serves still, for after the mending'

# What the page said can be brought back in place of a sign-in.
work "$home" finish "$app" 'pasted=AADSTS53003: Access has been blocked.'
like "$(work_said bad)" 'Conditional Access' \
    'a page that says no is explained'
work "$home" finish "$app" 'pasted=http://localhost:8765/postfrank?code=a&state=b'
like "$(work_said next)" 'Type the code' 'what belongs elsewhere, too'
work "$home" begin "$app"
is "$(work_said code)" "$kept" 'and the code serves still'

# Declined, late, used by the wrong person: never shown again.
work "$home" renew
declined=$(work_said code)
type_code alerts --decline
work "$home" finish
is "$status" 77 'the person declines'
work "$home" begin
isnt "$(work_said code)" "$declined" 'and a declined code is not shown again'
tenant_switch device.lifetime=2
work "$home" renew
late=$(work_said code)
work "$home" finish
is "$status" 77 'nobody types it in time'
like "$out" 'the code was not used in time' 'which ends the wait by itself'
is "$(work_said step)" signin 'in the step that cures it'
tenant_switch device.lifetime=900
work "$home" begin
isnt "$(work_said code)" "$late" 'a late code is not shown again'
wrong=$(work_said code)
type_code ops
work "$home" finish
is "$status" 77 'the wrong person is not taken unasked'
like "$out" "question ops@contoso.example" 'but asked about'
work "$home" begin
isnt "$(work_said code)" "$wrong" 'a used code is not shown again'

# The session drops while nobody has typed it; the person does so afterwards.
tenant_switch device.slow-down=1
mkfifo "$TMP/alive"
timeout 60 cat "$TMP/alive" >/dev/null &
reader=$!
"$top_builddir/tests/lib/work_drive" "$home" finish \
    $work_settings >"$TMP/waits" 2>&1 9>"$TMP/alive" </dev/null &
waits=$!
tenant_wait device.poll $(($(tenant_count device.poll) + 1))
kill "$waits"
wait "$waits" 2>/dev/null
wait "$reader"
is "$?" 0 'who waits for a code ends with the session, between two questions'
work "$home" begin
type_code alerts
work "$home" finish
is "$status" 0 'and the sign-in is complete at the next start'
like "$out" 'good Signed in as alerts@contoso.example.' 'with its name'

# Not under a sanitizer, which wants to be loaded first.
drive=$top_builddir/tests/lib/work_drive
if command -v faketime >/dev/null 2>&1 && ! grep -q __asan_init "$drive"; then
	tenant_switch device.interval=30
	work "$home" renew
	mkfifo "$TMP/told"
	faketime_sweep
	# timeout ends what faketime starts, too; then the pipe is at its end.
	timeout 60 faketime -f +70s "$drive" "$home" finish $work_settings \
	    >"$TMP/told" 2>&1 &
	waits=$!
	exec 7<"$TMP/told"
	read -r line <&7
	kill "$waits"
	cat <&7 >/dev/null
	like "$line" 'tell Still waiting.' 'after a minute a hint is given'
	type_code alerts
	faketime_sweep
	check_run timeout 20 faketime -f +40s "$drive" "$home" finish \
	    $work_settings
	is "$status" 0 'a code that is older than its interval is tried at once'
else
	note 'without faketime: when a code is first tried is not measured'
fi

tenant_switch 'smtp.reply.rcpt=1*550 5.1.1 nobody here'
work "$home" mail test.to=ops@contoso.example
is "$(printf '%s\n' "$out" | sed -n 's/, [0-9]* ms.*//; s/^tell //p' |
    tail -n 3)" 'ok: sender
FAILED: recipient
not tried: message' 'what fails is told in its place, and what is not tried'
tenant_switch smtp.reply.rcpt=
work "$home" mail test.to=ops@contoso.example
is "$status" 0 'the test mail is taken'
like "$out" 'tell ok: a new access token, ' 'with a token refreshed at once'
like "$out" 'tell ok: message, ' 'and every stage is told'
work "$home" live
is "$status" 0 'the account goes live'
like "$(cat "$home/etc/default.json")" '"credential": "none"' \
    'as one that has no secret'
tenant_clock +7200
check_run "$top_builddir/postfrank" --home "$home" test ops@contoso.example
is "$status" 0 'hours later it is refreshed without a secret'
check_run "$top_builddir/postfrank" --home "$home" send --sync -s device \
    ops@contoso.example
is "$status" 0 'and mail goes out'
is "$(find "$tenant_mail_dir" -name '*.eml' | wc -l)" 3 'three mails have arrived in all'
# The same from an answers file, which names no secret.
tenant_switch device.interval=1
answers_write "$TMP/answers" "client_id=\"$tenant_public_client_id\"" 'more=
  "grant": "device_code",'
sed -i '/"secrets"/d' "$TMP/answers"
pf setup --answers "$TMP/answers"
is "$status" 77 'an answers file leads to an address and a code'
is "$(wc -l <"$TMP/out")" 2 'each alone on its line'
like "$(cat "$TMP/err")" 'Type the code below it there' 'and says what for'
cp "$TMP/out" "$TMP/first"
pf setup --answers "$TMP/answers"
is "$(cat "$TMP/out")" "$(cat "$TMP/first")" 'the same when it is run again'
browse_print alerts "$(sed -n 1p "$TMP/out")" \
    --user-code "$(sed -n 2p "$TMP/out")" >"$TMP/browse" 2>&1
pf signin --finish
is "$status" 0 'who has typed it finishes without pasting anything'
[ "$status" -eq 0 ] || note "$(cat "$TMP/out" "$TMP/err")"
like "$(cat "$TMP/err" "$TMP/out")" 'The account is in use now.' \
    'down to the account in use'
like "$(cat "$pf_home/etc/default.json")" '"credential": "none"' \
    'which has no secret here either'
tenant_clock +7200
pf send --sync -s later ops@contoso.example
is "$status" 0 'and mail goes out hours later'
is "$(find "$tenant_mail_dir" -name '*.eml' | wc -l)" 5 'all have arrived'
pf setup --answers "$TMP/answers"
is "$status" 0 'run once more it has nothing to do'
done_testing
