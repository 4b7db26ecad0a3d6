#!/bin/sh
# SPDX-License-Identifier: ISC
# A set-up that is interrupted: by the end of input, a hang-up, kill -9 after
# any answer, and by the same person on another terminal.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/answers.sh"

. "$top_srcdir/tests/lib/questions.sh"
TERM=dumb
export TERM
tenant_start

draft=$pf_home/state/default.draft

printf '6\n' >"$TMP/in"
pf_with "$TMP/in" setup --plain
is "$status" 75 'the end of input ends it with 75'
like "$(cat "$TMP/out")" 'Draft saved' 'the draft is saved'
like "$(cat "$TMP/out")" "postfrank --home $pf_home setup --plain" \
    'how to go on is said'
like "$(cat "$draft")" '"cloud": "custom"' 'and holds the answer'

# Through a pipe up to the secret, which no pipe may bring.
rm -rf "$pf_home"
printf '%s\n' 6 '' '' '' '' "$tenant_client_id" "$tenant_authorize_url" \
    "$tenant_token_url" "$tenant_ca_file" alerts@contoso.example '' '' '' \
    localhost "$tenant_smtp_port" '' '' not-for-a-pipe >"$TMP/in"
pf_with "$TMP/in" setup --plain
is "$status" 75 'req_26: a pipe answers all questions but the secret'
like "$(cat "$TMP/out")" '--answers' 'which points to the answers file'
unlike "$(cat "$TMP/out")" 'not-for-a-pipe' 'and is not read'

# Kill -9 after each answer: the next start knows all of them.
rm -rf "$pf_home"
killed=0
total=0
cat >"$TMP/answers.list" <<END
What for|Number|6|cloud|custom
How to sign in|Number|1|grant|authorization_code
What for|Number|1|use|smtp
Name of the app|Enter =||registration.name|postfrank on
registered|Enter = ||done.register|yes
Application (client) ID|ID: |$tenant_client_id|registration.client_id|$tenant_client_id
Authorization URL|URL: |$tenant_authorize_url|registration.authorization_url|$tenant_authorize_url
Token URL|URL: |$tenant_token_url|registration.token_url|$tenant_token_url
authority|none): |$tenant_ca_file|ca_file|$tenant_ca_file
Mailbox that|from: |alerts@contoso.example|mailbox|alerts@contoso.example
END
sed -i '1s/^What for/Where the mailbox is/' "$TMP/answers.list"
while IFS='|' read -r question prompt text key value; do
	total=$((total + 1))
	{
		[ "$total" -eq 1 ] || printf '%s\n' 'wait Enter = go on' 'type '
		printf 'wait %s\nwait %s\ntype %s\n' "$question" "$prompt" \
		    "$text"
		# What comes after the answer shows that it was taken.
		printf 'wait . Example\nkill 9\n'
	} >"$TMP/script"
	case $total in
	1|2)	sed -i 's/^wait . Example/wait 1 /' "$TMP/script" ;;
	4)	sed -i 's/^wait . Example/wait registered/' "$TMP/script" ;;
	esac
	typed "$TMP/script" setup --plain
	[ "$status" -eq 137 ] &&
	    grep -qF "\"$key\": \"$value" "$draft" && killed=$((killed + 1))
done <"$TMP/answers.list"
is "$killed" "$total" 'req_12: after kill -9 every answer is there again'

# The line drops.
cat >"$TMP/script" <<END
wait Enter = go on
type 
wait Who signs in (
keys half an ans
stty
hangup
END
typed "$TMP/script" setup --plain
is "$status" 129 'req_13: a hang-up ends it with 129'
like "$(cat "$TMP/seen")" 'stty: -icanon -echo' \
    'while a line is read the kernel does not edit it'
like "$(cat "$draft")" 'alerts@contoso.example' 'the draft is intact'

# Signals give the terminal back.
cat >"$TMP/script" <<END
wait You were at step 3 of 9 (Mailbox and scope)
wait Enter = go on
type 
wait Who signs in (
keys \\x03
wait setup --plain
END
typed "$TMP/script" setup --plain
is "$status" 75 '^C saves and leaves with 75'
cat >"$TMP/script" <<END
wait Enter = go on
type 
wait Who signs in (
kill 11
gone
stty
END
typed "$TMP/script" setup --plain
is "$status" 139 'req_14: a crash stays a crash'
like "$(cat "$TMP/seen")" 'stty: icanon echo' 'and gives the terminal back'

# Commands at a question.
cat >"$TMP/script" <<END
wait Enter = go on
type 
wait Who signs in (
type ?
wait A shared mailbox or an alias cannot sign
wait Who signs in (
type =
wait 1 Register the app: done
wait Number of a step
type 2
wait Step 2 of 9
wait Application (client) ID (Enter
type 
wait Authorization URL
wait Enter
type <
wait Application (client) ID
type q
wait Go on with:
END
typed "$TMP/script" setup --plain
is "$status" 75 'help, status, a jump, back and leave work at a question'

# Another terminal takes over.
cat >"$TMP/second" <<END
"$typist" "$TMP/seen.second" "$pf_program" --home "$pf_home" setup --plain \
    <"$TMP/script.second" 2>"$TMP/err.second"
echo \$? >"$TMP/status.second"
END
cat >"$TMP/script.shy" <<END
wait postfrank setup, plain questions
wait Enter = take over
type <
wait left to process
END
cat >"$TMP/shy" <<END
"$typist" "$TMP/seen.shy" "$pf_program" --home "$pf_home" setup --plain \
    <"$TMP/script.shy" 2>"$TMP/err.shy"
echo \$? >"$TMP/status.shy"
END
cat >"$TMP/script.second" <<END
wait works on this set-up
wait Enter = take over
type ?
wait Taking over makes the other session save
wait Enter = take over
type =
wait works on this set-up
wait Enter = take over
type !
wait there is nothing to clear
wait Enter = take over
type 
wait You were at step 2
wait Enter = go on
type q
wait Go on with:
END
cat >"$TMP/script" <<END
wait Enter = go on
type 
wait Application (client) ID
run sh $TMP/shy
run sh $TMP/second
END
typed "$TMP/script" setup --plain
is "$status" 129 'req_31: the first session is asked to leave'
is "$(cat "$TMP/status.shy")" 75 'one that asks and goes back leaves it alone'
is "$(cat "$TMP/status.second")" 75 'the second takes over'
[ "$(cat "$TMP/status.second")" = 75 ] ||
    note "$(cat "$TMP/err.second" "$TMP/seen.second")"

grep -rqF -- "$(cat "$tenant_secret_file")" "$pf_home"
is "$?" 1 'no file holds the secret'
done_testing
