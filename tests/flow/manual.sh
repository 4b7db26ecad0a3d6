#!/bin/sh
# SPDX-License-Identifier: ISC
# The manual pages: written as mandoc wants them, and complete against what the
# programs themselves say.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"

pages="src/postfrank.1 src/postfrank.json.5 tui/postfrank-setup.1"

# A page as one long text, without what only formats it.
words_of() { mandoc -T ascii "$top_srcdir/$1" | col -b; }

for page in $pages; do
	# Which pages are installed here is not the page's fault.
	check_run mandoc -T lint "$top_srcdir/$page"
	found=$(printf '%s\n%s\n' "$out" "$err" |
		grep -v -e 'referenced manual not found' -e 'outdated mandoc.db')
	is "$found" '' "$page is written as mandoc wants it"
done
printf '.Dt X 1\n.Xx\n' >"$TMP/bad.1"
check_run mandoc -T lint "$TMP/bad.1"
unlike "$status" '^0$' 'and a page that is not would be noticed'

# Every key of the settings stands in its page.
home=$TMP/home
mkdir -p "$home/etc" "$home/state"
check_run "$top_builddir/postfrank" --home "$home" account set
words_of src/postfrank.json.5 >"$TMP/json.txt"
keys=$(printf '%s\n' "$out" | sed -n 's/^\([a-z][a-z_0-9.]*\)$/\1/p')
missing=
for key in $keys; do
	grep -qE "(^|[^a-z_.])$key([^a-z_]|\$)" "$TMP/json.txt" ||
		missing="$missing $key"
done
[ "$(printf '%s\n' "$keys" | wc -l)" -gt 40 ]
is $? 0 'the program names its settings'
is "$missing" '' 'and each of them is in postfrank.json(5)'

# Every verb and option stands in the program's page.
options_of() { grep -oE -e '--[a-z][a-z0-9-]+' | sort -u; }
missing_options() {
	for option in $1; do
		grep -qe "$option" "$2" || printf ' %s' "$option"
	done
}
words_of src/postfrank.1 >"$TMP/postfrank.txt"
check_run "$top_builddir/postfrank" --help
verbs=$(printf '%s\n' "$out" | sed -n 's/^  \([a-z][a-z]*\)  *.*/\1/p')
[ "$(printf '%s\n' "$verbs" | wc -l)" -ge 7 ]
is $? 0 'the program names its commands'
missing=
for verb in $verbs; do
	grep -qE "^ +$verb" "$TMP/postfrank.txt" || missing="$missing $verb"
	check_run "$top_builddir/postfrank" "$verb" --help
	missing="$missing$(missing_options \
		"$(printf '%s\n' "$out" | options_of)" "$TMP/postfrank.txt")"
done
is "$missing" '' 'and each, with its options, is in postfrank(1)'

words_of tui/postfrank-setup.1 >"$TMP/setup.txt"
check_run "$top_builddir/postfrank-setup" --help
is "$status" 0 'postfrank-setup tells its options'
is "$(missing_options "$(printf '%s\n' "$out" | options_of)" \
	"$TMP/setup.txt")" '' 'and each of them is in its page'

# The screen that README shows is one that a test draws.
sed '/^cursor:/,$d' "$top_srcdir/tests/tui/golden/80x24/values-finding.txt" |
	sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' >"$TMP/screen"
[ "$(wc -l <"$TMP/screen")" -gt 20 ]
is $? 0 'there is a picture of the second step'
first=$(grep -nxF "$(head -n 1 "$TMP/screen")" "$top_srcdir/README" |
	cut -d: -f1 | head -n 1)
tail -n "+${first:-1}" "$top_srcdir/README" |
	head -n "$(wc -l <"$TMP/screen")" | cmp -s - "$TMP/screen"
is $? 0 'and README shows it as it is now'

done_testing
