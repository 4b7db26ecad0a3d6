#!/bin/sh
# SPDX-License-Identifier: ISC
# No secret, token, code or verifier stands in the clear in a draft, a sheet for
# somebody else, the log or on the screen, at any moment of a whole set-up by
# plain questions; and the search finds one that is planted.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"
. "$top_srcdir/tests/lib/needles.sh"
. "$top_srcdir/tests/lib/answers.sh"
. "$top_srcdir/tests/lib/questions.sh"

TERM=dumb
export TERM
tenant_start
questions_write
# What the test itself knows of secrets lies where nothing is searched.
own=$TMP/tenant/own
kept=$TMP/kept
mkdir "$own" "$kept"

cat >"$TMP/person" <<END
exec "$pf_program" --home "$pf_home" --debug setup --plain 2>>"$kept/log"
END
typed_here() {
	typed_by "$TMP/script" /bin/sh "$TMP/person"
	# What was pasted at the sign-in is the person's own to see.
	grep -v '^What the browser ended on:' "$TMP/seen" >"$kept/screen.$1"
}

# The first step is somebody else's at first.
cat >"$TMP/script" <<END
$(sed '/^wait Step 1 of/,$d' "$TMP/begin")
wait Name of the app (
type w
wait Who does it (
type Anna
wait Enter = go on, p = print it here: 
type p
wait Enter = go on, p = print it here: 
type 
wait waits for Anna
wait from: 
type q
wait Go on with:
END
typed_here first
is "$status" 75 'a step is handed over'
is "$(find "$pf_home/state" -name 'default.sheet-register.txt' | wc -l)" 1 \
    'with a sheet'

# Then it is done, up to the mail; the state is kept at each turn.
cat >"$TMP/script" <<END
wait Enter = go on
type 
$(sed -n '/^wait Step 1 of/,$p' "$TMP/begin")
$(sed '/^wait characters read/,$d' "$TMP/middle")
wait as the portal shows it (Enter = none): 
run cp -r $pf_home $kept/secret
type 
wait What the browser ended on: 
type f
wait default.sheet-signin.txt
$(cat "$TMP/signin")
run cp -r $pf_home $kept/signin
file $TMP/landed
wait Signed in as alerts@contoso.example.
wait Send a test mail to: 
run cp -r $pf_home $kept/signed
type ops@contoso.example
wait These settings are in use now.
$(sed '1,/^wait These settings/d' "$TMP/end")
END
typed_here second
is "$status" 0 'and the set-up comes to its end'
cp -r "$pf_home" "$kept/end"
rm -f "$TMP/landed"

gather
is "$(find "$kept" -name 'default.draft' | wc -l)" 3 'drafts were kept'
is "$(find "$kept" -name 'default.sheet-*.txt' | wc -l)" 5 'and sheets'
grep -q 'smtp' "$kept/log"
is $? 0 'the log has the session'
is "$(tenant_control /tickets | cut -d ' ' -f 1 | sort -u | tr '\n' ' ')" \
    'access code refresh verifier ' 'the tenant tells of each kind of secret'
is "$(found "$kept"/*/state/default.draft)" 0 \
    'req_22: no draft has a secret, token, code or verifier'
is "$(find "$kept" -name '*.sheet-*.txt' -exec cat {} + >"$kept/sheets"
    found "$kept/sheets")" 0 'req_22: no sheet has'
is "$(found "$kept/log")" 0 'req_22: the log has none'
is "$(found "$kept"/screen.*)" 0 'req_22: nor was one shown'
is "$(found "$kept")" 0 'req_22: nor has any other file'

# Would it have been found?
plant() {
	sed "s|Anna|$2|" "$kept/sheets" >"$kept/planted"
	is "$(found "$kept/planted")" 1 "a sheet with $1 is found"
}
plant 'the secret' "$(cat "$tenant_secret_file")"
for kind in access refresh code verifier; do
	plant "a token of kind $kind" \
	    "$(tenant_control /tickets | sed -n "s/^$kind //p" | tail -n 1)"
done
done_testing
