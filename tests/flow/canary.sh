#!/bin/sh
# SPDX-License-Identifier: ISC
# No secret leaves through a command line, an environment, an output, the debug
# output, a file or a core, on the whole road from the answers to the mail; and
# the search finds one that is planted in each of these places.
. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
root_here
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"
. "$top_srcdir/tests/lib/needles.sh"

tenant_start
home=$TMP/home
# What the test itself knows of secrets lies where nothing is searched.
own=$TMP/tenant/own
seen=$TMP/seen
mkdir "$own" "$home" "$seen"
ulimit -c unlimited 2>/dev/null

# The command line and the environment of a process and of those it started; of
# the latter one may just have ended.
look_at() {
	for looked in "$1" $(cat "/proc/$1/task/$1/children" 2>/dev/null); do
		tr '\0' '\n' <"/proc/$looked/environ" >"$seen/looking" || continue
		[ -s "$seen/looking" ] || continue
		mv "$seen/looking" "$seen/$2.$looked.environ"
		tr '\0' '\n' <"/proc/$looked/cmdline" >"$seen/$2.$looked.argv"
	done 2>/dev/null
	rm -f "$seen/looking"
}

# run NAME EVENT INPUT ARGUMENT...: runs postfrank until the tenant has logged
# one more EVENT, looks at it, sets it free and waits for its end.
run() {
	name=$1 event=$2 input=$3
	shift 3
	count=$(tenant_count "$event")
	"$pf_program" --home "$home" --debug "$@" <"$input" \
		>"$seen/$name.out" 2>"$seen/$name.err" &
	pid=$!
	tenant_wait "$event" $((count + 1))
	look_at $pid "$name"
	tenant_switch token.fault= smtp.silent=
	wait $pid
	status=$?
}

live_answers "$home/answers.json"
tenant_switch token.fault=1:hold/1000
run setup held /dev/null setup --answers "$home/answers.json"
is "$status" 77 'the set-up comes to the sign-in'
live_url=$(grep '^https://' "$seen/setup.out")
live_browse alerts
mv "$TMP/address" "$own/address"

tenant_switch token.fault=1:hold/1000
run signin held "$own/address" signin --finish
is "$status" 0 'the sign-in is finished'
live_age "$home"
echo text >"$TMP/body"
tenant_switch token.fault=1:hold/1000
run send held "$TMP/body" send -s canary ops@contoso.example
is "$status" 0 'a mail is sent after a refresh'
live_age "$home"
tenant_switch token.fault=1:hold/1000
run test held /dev/null test ops@contoso.example
is "$status" 0 'the test passes'
live_age "$home"
tenant_switch 'token.fault=*:aadsts/50173'
pf "$home" --debug send -s x ops@contoso.example
is "$status" 77 'a refusal is told'
cp "$TMP/.out" "$seen/revoked.out"
cp "$TMP/.err" "$seen/revoked.err"
tenant_switch token.fault=
pf "$home" signin
cp "$TMP/.out" "$seen/again.out"
cp "$TMP/.err" "$seen/again.err"
for verb in status 'status --json' 'account show' 'account list'; do
	pf "$home" --debug $verb
	cat "$TMP/.out" "$TMP/.err" >"$seen/$(echo "$verb" | tr -d ' ').all"
done

gather
kinds=$(tenant_control /tickets | cut -d ' ' -f 1 | sort -u | tr '\n' ' ')
is "$kinds" 'access code refresh verifier ' \
	'the tenant tells of each kind of secret'
is "$(find "$seen" -name '*.argv' | wc -l)" \
	"$(find "$seen" -name '*.environ' | wc -l)" \
	'of each process the environment was read, too'
[ "$(find "$seen" -name '*.argv' | wc -l)" -ge 5 ]
is $? 0 'and there were at least five'
grep -q 'send' "$seen"/send.*.argv
is $? 0 'the command lines are those of postfrank'
grep -q '^PATH=' "$seen"/send.*.environ
is $? 0 'and so are the environments'
grep -q 'smtp:' "$seen/send.err"
is $? 0 'the debug output has the session'

is "$(found "$seen"/*.argv)" 0 'no command line has a secret'
is "$(found "$seen"/*.environ)" 0 'no environment has'
is "$(found "$seen"/*.out "$seen"/*.all)" 0 'no output has'
is "$(found "$seen"/*.err)" 0 'nor the debug output'
is "$(found "$home")" 0 'no file of the account has'
rm -f "$own/address"
is "$(grep -rlaF -f "$own/needles" --exclude-dir=tenant -- "$TMP" | wc -l)" 0 \
	'nor any other file'

# The state of a sign-in is in the address that is shown, and in no file.
query_field "$live_url" state >"$own/needles.state"
is "$(grep -rlaF -f "$own/needles.state" -- "$home" | wc -l)" 0 \
	'no file has the state of the sign-in'
is "$(grep -rlaF -f "$own/needles.state" -- "$seen" | wc -l)" 1 \
	'the address that was shown has'

# Would it have been found?
plant() {
	is "$(found "$2")" 1 "a secret planted in $1 is found"
	rm -f "$2"
}
mkfifo "$own/fifo"
token=$(tenant_control /tickets | sed -n 's/^access //p' | tail -n 1)
client_secret=$(cat "$tenant_secret_file")
# It tells when it is itself: before that it is a copy of this shell.
sh -c 'echo >"$0"; read -r x <"$0"' "$own/fifo" "$client_secret" &
pid=$!
read -r _ <"$own/fifo"
tr '\0' '\n' <"/proc/$pid/cmdline" >"$seen/planted"
echo >"$own/fifo"
wait $pid
plant 'a command line' "$seen/planted"
CANARY=$token sh -c 'echo >"$0"; read -r x <"$0"' "$own/fifo" &
pid=$!
read -r _ <"$own/fifo"
tr '\0' '\n' <"/proc/$pid/environ" >"$seen/planted"
echo >"$own/fifo"
wait $pid
plant 'an environment' "$seen/planted"
{ cat "$seen/send.err"; printf 'user=a@b\001auth=Bearer %s\001\001' "$token" |
	base64 -w 0; } >"$seen/planted"
plant 'the debug output, as XOAUTH2' "$seen/planted"
{ cat "$seen/send.out"; echo "token: $token"; } >"$seen/planted"
plant 'an output' "$seen/planted"
{ printf 'client_secret='; printf '%s' "$client_secret" | sed 's/~/%7E/g'
  printf '&grant_type=x'; } >"$home/state/planted"
plant 'a file, as a form' "$home/state/planted"
for kind in refresh code verifier; do
	tenant_control /tickets | sed -n "s/^$kind //p" | tail -n 1 |
		base64 -w 0 | tr '+/' '-_' >"$home/planted"
	plant "a file, a $kind in base64url" "$home/planted"
done

# A crash leaves no core, with the token in memory.
mkdir "$TMP/cores"
cd "$TMP/cores" || exit 99
sh -c 'kill -ABRT $$' 2>/dev/null
if [ -n "$(ls)" ]; then
	pass 'a process of another kind leaves a core here'
	rm -f ./*
else
	note 'no process leaves a core in its directory here'
fi
tenant_switch 'smtp.silent=1*auth' token.fault=
live_age "$home"
count=$(tenant_count smtp.fault:silent)
"$pf_program" --home "$home" send -s x ops@contoso.example <"$TMP/body" \
	>"$seen/core.out" 2>&1 &
pid=$!
tenant_wait smtp.fault:silent $((count + 1))
kill -ABRT $pid
wait $pid 2>/dev/null
is $? 134 'a process in the middle of its login is aborted'
is "$(ls | wc -l)" 0 'and leaves no core'
done_testing
