#!/bin/sh
# SPDX-License-Identifier: ISC
# The plain questions on every kind of line: a serial console of 40 columns,
# below script(1), in an emacs shell, by ssh without -t, under any TERM. Each
# time a whole set-up, to the mail that arrives.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/answers.sh"
. "$top_srcdir/tests/lib/questions.sh"

escape=$(printf '\033')
tenant_start
questions_write
cat "$TMP/begin" "$TMP/middle" "$TMP/signin" "$TMP/end" >"$TMP/script"

# was_set_up WHERE: the last set-up went to its end and was plain.
mails=0
was_set_up() {
	is "$status" 0 "a whole set-up $1"
	mails=$((mails + 1))
	is "$(find "$tenant_mail_dir" -name '*.eml' | wc -l)" "$mails" \
	    'the mail has arrived'
	is "$(head -n 1 "$TMP/seen" | cut -c 1-32)" \
	    'postfrank setup, plain questions' 'the first line says what it is'
	is "$(grep -c "$escape" "$TMP/seen")" 0 'req_25: no escape byte'
	grep -qF -- "$(cat "$tenant_secret_file")" "$TMP/seen"
	is "$?" 1 'req_21: the secret was not shown'
	rm -rf "$pf_home"
}

# What is no value of the person's and no address.
words_only() {
	tr -d '\r' <"$TMP/seen" | grep -v -e '://' -e "$tenant_client_id" \
	    -e 'openid ' -e "$tenant_ca_file" -e @ -e '^echo test' \
	    -e '^postfrank '
}

TERM=vt100
export TERM
TYPIST_SIZE=12x40 typed "$TMP/script" setup --plain
is "$(words_only | awk 'length > 40' | head -n 1)" '' \
    'no line is wider than a terminal of 40 columns'
was_set_up 'on a serial console'

TERM=dumb
if command -v script >/dev/null; then
	typed_by "$TMP/script" "$(command -v script)" -q -e \
	    -c "'$pf_program' --home '$pf_home' setup --plain" /dev/null
	was_set_up 'below script(1)'
else
	note 'there is no script(1) here'
fi

# An emacs shell has the echo off and shows by itself what is typed.
cat >"$TMP/shell" <<END
stty -echo
exec "$pf_program" --home "$pf_home" setup --plain
END
typed_by "$TMP/script" /bin/sh "$TMP/shell"
like "$(cat "$TMP/seen")" 'send-invisible' \
    'in an emacs shell it says how to type a secret'
unlike "$(cat "$TMP/seen")" 99999 'and does not show again what was typed'
was_set_up 'in an emacs shell'

# By ssh without -t: pipes, and the person's own terminal edits the lines. No
# secret is read there, so it goes by a code.
mkfifo "$TMP/pipe"
cat >"$TMP/shell" <<END
exec 3<&0
cat <&3 >"$TMP/pipe" &
{ "$pf_program" --home "$pf_home" setup --plain; echo \$? >"$TMP/status"; } \
    <"$TMP/pipe" 2>&1 | cat
kill \$!
exit \$(cat "$TMP/status")
END
cat >"$TMP/code" <<END
"$browse_program" --ca "$tenant_ca_file" --as alerts@contoso.example \
    --password-file "$tenant_password_file_alerts" \
    --user-code "\$(tr -d '\r' <"$TMP/out")" \
    "\$(tr -d '\r' <"$TMP/page")" >"$TMP/landed"
END
sed -e '/^wait How to sign in/,/^type/s/^type .*/type 2/' \
    -e "s/^type $tenant_client_id\$/type $tenant_public_client_id/" \
    -e "/^wait authority/i\\
wait Device authorization URL\\
wait Device authorization URL\\
type $tenant_device_url" "$TMP/begin" >"$TMP/script"
sed '/^wait not shown/,$d' "$TMP/middle" >>"$TMP/script"
cat >>"$TMP/script" <<END
wait The page to open:
wait The code to type there:
wait Letter by letter:
wait Waiting for the sign-in.
wait show the code again:
type ?
wait show the code again:
type =
wait Sign in: here
wait Number of a step
type <
wait show the code again:
line https:// $TMP/page
run tr -d '\\r' <$TMP/seen | sed -n '/^[A-Z0-9]\\{9\\}\$/p' | tail -n 1 >$TMP/out
run sh $TMP/code
END
sed 1d "$TMP/end" >>"$TMP/script"
typed_by "$TMP/script" /bin/sh "$TMP/shell"
code=$(cat "$TMP/out" 2>/dev/null)
like "$(tr -d '\r' <"$TMP/seen")" "
$(printf '%s' "$code" | sed 's/./&, /g; s/, $/./')
" 'the code is spelled letter by letter'
was_set_up 'without a terminal'

# Under any TERM, on a terminal and without one: plain, and not one escape.
echo 'wait Where the mailbox is
wait Number
type q
wait Go on with:' >"$TMP/script"
echo q >"$TMP/q"
for verb in setup 'setup --plain'; do
	for term in dumb '' nosuch unset; do
		TERM=$term
		[ "$term" != unset ] || unset TERM
		# shellcheck disable=SC2086
		typed "$TMP/script" $verb
		is "$status $(grep -c "$escape" "$TMP/seen")" '75 0' \
		    "req_25: $verb on a terminal that is '$term'"
		pf_with "$TMP/q" $verb
		is "$status $(cat "$TMP/out" "$TMP/err" | grep -c "$escape")" \
		    '75 0' "req_25: $verb on no terminal, TERM '$term'"
		rm -rf "$pf_home"
	done
done
pf setup
is "$status" 75 'req_25: with nothing to read it ends and says how to go on'
like "$(cat "$TMP/out")" "postfrank --home $pf_home setup" 'namely by what'
done_testing
