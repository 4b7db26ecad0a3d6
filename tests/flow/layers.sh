#!/bin/sh
# SPDX-License-Identifier: ISC
# Reads the sources for what a compiler does not know: which room may include
# which, where the libraries end, and a few rules of form. TAP on standard
# output. LAYERS_TREE names another tree to read (the control below uses it).
set -u
LC_ALL=C
export LC_ALL
root=${LAYERS_TREE:-${top_srcdir:-$(dirname "$0")/../..}}

# Files that may be longer than 450 lines, each with its reason beside it.
long_allowed=''

# Prints "RULE FILE:LINE TEXT" for every offence in the tree.
offences()
{
	cd "$1" || exit 1
	# tests/ is asked for its licence alone.
	find src tui tests -name '*.[ch]' 2>/dev/null | sort |
	while read -r file; do
		awk -v file="$file" -v long_allowed=" $long_allowed " '
function tell(rule, text) { print rule, file ":" FNR, text }

# Which rooms a room may include besides itself, lowest last.
function below(room) { return " " chain[room] " " }

# Does the name match one of the patterns ("*" for any letters)?
function among(name, patterns,    n, i, one) {
	n = split(patterns, one, " ")
	for (i = 1; i <= n; i++) {
		gsub(/\./, "[.]", one[i])
		gsub(/\*/, "[a-z0-9_]*", one[i])
		if (name ~ ("^" one[i] "$"))
			return 1
	}
	return 0
}

function check_room(path,    target) {
	target = path
	if (!sub(/\/.*/, "", target)) {
		tell("rooms", "\"" path "\" without its room")
		return
	}
	if (target != room && index(below(room), " " target " ") == 0)
		tell("rooms", room " includes \"" path "\"")
}

function check_library(path,    one) {
	for (one in owner)
		if (path ~ ("^" one) && !among(file, owner[one]))
			tell("libraries", "<" path ">")
	if (path ~ /\// && path !~ /^(sys|arpa|net|netinet|linux)\// &&
	    path !~ /^(curl|cjson)\//)
		tell("libraries", "<" path "> is unknown here")
}

# Without strings and comments, which may name anything.
function code_of(line) {
	if (in_comment) {
		if (line !~ /\*\//)
			return ""
		sub(/^.*\*\//, "", line)
		in_comment = 0
	}
	gsub(/\\./, "", line)
	gsub(/"[^"]*"/, "", line)
	gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line)
	if (line ~ /\/\*/) {
		sub(/\/\*.*/, "", line)
		in_comment = 1
	}
	return line
}

BEGIN {
	chain["base"] = ""
	chain["account"] = "base"
	chain["oauth"] = chain["mail"] = "account base"
	chain["notice"] = "oauth mail account base"
	chain["queue"] = "notice " chain["notice"]
	chain["setup"] = "queue " chain["queue"]
	chain["command"] = chain["tui"] = "setup " chain["setup"]
	chain["sendmail"] = "queue"
	chain["main"] = "command base"

	owner["curl/"] = "src/base/http.c src/base/curl_fault.c" \
	    " src/mail/smtp*.c src/mail/mailbox*.c"
	owner["cjson/"] = "src/base/json*.c"
	owner["sodium"] = "src/base/secret.c src/base/random.c" \
	    " src/account/vault*.c src/account/key*.c"
	owner["microhttpd"] = "src/oauth/redirect*.c"
	owner["n*curses|^term[.]h|^panel|^menu|^form[.]h"] = \
	    "tui/terminal*.c tui/paint*.c tui/screen*.c"
	owner["qrencode"] = "tui/qr*.c"

	n = split(file, part, "/")
	room = part[1] == "src" ? (n > 2 ? part[2] : "main") : part[1]
	ours = part[1] == "src" || part[1] == "tui"
	is_c = file ~ /[.]c$/
}

FNR == 1 && $0 != "/* SPDX-License-Identifier: ISC */" {
	tell("licence", "first line: " $0)
}
FNR == 2 && !/^\/\*/ { tell("licence", "second line: " $0) }

{
	columns = $0
	gsub(/[\200-\277]/, "", columns)
	wide = 0
	for (i = 1; i <= length(columns); i++)
		wide = substr(columns, i, 1) == "\t" ? \
		    wide + 8 - wide % 8 : wide + 1
	if (ours && wide > 80)
		tell("columns", wide)
}
ours && /[ \t]$/ { tell("form", "a blank at the end of the line") }
ours && /(TODO|FIXME|XXX)([^0-9A-Za-z]|$)/ { tell("form", $0) }

ours && /^#[ \t]*include/ {
	path = $0
	if (path ~ /"/) {
		gsub(/^[^"]*"|".*$/, "", path)
		check_room(path)
	} else {
		gsub(/^[^<]*<|>.*$/, "", path)
		check_library(path)
	}
	if (is_c && !included++ && $0 != "#include <config.h>")
		tell("form", "<config.h> is not first")
	if (!is_c && path == "config.h")
		tell("form", "<config.h> in a header")
}

{ code = code_of($0) }
ours && code ~ /(^|[^a-z_0-9])(strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|gets|alloca|stpcpy)[ \t]*\(/ {
	tell("banned", $0)
}
ours && code ~ /typedef[ \t]+struct/ { tell("banned", $0) }

END {
	if (ours && FNR > 450 && index(long_allowed, " " file " ") == 0)
		tell("length", FNR " lines")
}' "$file"
	done
}

say()
{
	count=$((count + 1))
	if [ "$1" = 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
	fi
}

# A tree with one offence of each kind, and what must be found in it.
make_control()
{
	mkdir -p "$1/src/base" "$1/src/oauth" "$1/tui" "$1/tests"
	head='/* SPDX-License-Identifier: ISC */
/* A file of the control. */'
	config='#include <config.h>'
	printf '%s\n' "$head" "$config" '#include "account/vault.h"' \
	    >"$1/src/base/up.c"
	printf '%s\n' "$head" "$config" '#include "mail/smtp.h"' \
	    >"$1/src/oauth/aside.c"
	printf '%s\n' "$head" "$config" '#include "near.h"' \
	    >"$1/src/oauth/roomless.c"
	printf '%s\n' "$head" '#include <sodium.h>' >"$1/src/base/secret.h"
	printf '%s\n' "$head" "$config" '#include <curl/curl.h>' \
	    >"$1/src/oauth/grant.c"
	printf '%s\n' "$head" "$config" '#include <ncursesw/curses.h>' \
	    >"$1/tui/view.c"
	printf '%s\n' "$head" "$config" '#include <openssl/ssl.h>' \
	    >"$1/src/base/other.c"
	printf '%s\n' "$config" >"$1/tests/bare.c"
	printf '%s\n' "$head" "$config" '/* one
 * strcpy( in a comment */ static const char *s = "atoi(";' \
	    'int f(void) { return s_atoi(s); }' >"$1/src/base/innocent.c"
	printf '%s\n' "$head" "$config" 'int n = atoi("1");' \
	    >"$1/src/base/banned.c"
	printf '%s\n' "$head" '#include <stdlib.h>' >"$1/src/base/late.c"
	{
		printf '%s\n' "$head" "$config"
		printf '\t\t\t\t\t\t\t\t\t/* 81  */\n'
		awk 'BEGIN { while (n++ < 450) print "" }'
	} >"$1/src/base/long.c"
}

expected='banned src/base/banned.c:4
columns src/base/long.c:4
form src/base/late.c:3
length src/base/long.c:454
libraries src/base/other.c:4
libraries src/base/secret.h:3
libraries src/oauth/grant.c:4
libraries tui/view.c:4
licence tests/bare.c:1
rooms src/base/up.c:4
rooms src/oauth/aside.c:4
rooms src/oauth/roomless.c:4'

count=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
echo 1..8

make_control "$work"
found=$(offences "$work" | awk '{ print $1, $2 }' | sort -u)
[ "$found" = "$expected" ]
say $? 'a tree with one offence of each kind has each of them found'
[ "$found" = "$expected" ] || printf '%s\n' "$found" | sed 's/^/# /'

all=$(offences "$root")
while read -r rule words; do
	bad=$(printf '%s\n' "$all" | grep "^$rule ")
	[ -z "$bad" ]
	say $? "$words"
	[ -z "$bad" ] || printf '%s\n' "$bad" | sed 's/^/# /'
done <<END
rooms a room includes only what stands below it
libraries headers of libraries stay in the files that own them
licence every file begins with its licence and what it is for
columns no line is wider than 80 columns
banned no function is called that cannot be used safely
form config.h comes first, and nothing is left to be done
length no file is longer than 450 lines
END
