#!/bin/sh
# SPDX-License-Identifier: ISC
# --answers FILE --check: the first key that is missing or bad, in one line with
# what supplies it. Asks no server, so that there is none here.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"

pf_program=$top_builddir/postfrank
pf_home=$TMP/home

# The form of a real value, made here so that no scanner trips.
printf 'abc8Q~%s' "$(printf 'defghijk%.0s' 1 2 3 4 | cut -c 1-34)" \
    >"$TMP/value"
printf '%s' 6731de76-14a6-49ae-97bc-6eba6914391e >"$TMP/guid"
printf 'abc****' >"$TMP/masked"
: >"$TMP/empty"

# A file for Microsoft's worldwide cloud, one member a line: MEMBER=JSON
# replaces, MEMBER= takes out, more=LINES adds.
write_answers() {
	cloud='"global"'
	mailbox='"alerts@contoso.com"'
	client_id='"6731de76-14a6-49ae-97bc-6eba6914391e"'
	tenant='"9a1f7c52-0d0e-4f6e-9d6c-3f0b6c1a2d4e"'
	port=587
	secret="{ \"client_secret\": { \"file\": \"$TMP/value\" } }"
	test='{ "to": "admin@contoso.com" }'
	more=
	for pair in "$@"; do
		eval "${pair%%=*}=\${pair#*=}"
	done
	cat >"$TMP/answers" <<-END
	{
	  "postfrank": 1,${mailbox:+
	  \"mailbox\": $mailbox,}
	  "cloud": $cloud,
	  "registration": {${client_id:+ \"client_id\": $client_id, }
	    "tenant": $tenant
	  },
	  "smtp": { "port": $port },$more
	  "secrets": $secret,
	  "test": $test
	}
	END
}

# first KEY SUPPLIES CODE SENTENCE MEMBER=JSON...: one line that begins with the
# program's name, names KEY and says SUPPLIES.
first() {
	first_key=$1 first_supplies=$2 first_code=$3 first_sentence=$4
	shift 4
	write_answers "$@"
	one_line "$first_key" "$first_supplies" "$first_code" "$first_sentence"
}

one_line() {
	check
	is "$status" "$3" "$4"
	is "$(wc -l <"$TMP/err")" 1 'in one line'
	like "$(cat "$TMP/err")" "$1" "which names $1"
	like "$(cat "$TMP/err")" "$2" 'and says what supplies it'
	is "$(wc -c <"$TMP/out")" 0 'and nothing else'
}

check() {
	status=0
	"$pf_program" --home "$pf_home" setup --answers "$TMP/answers" --check \
	    >"$TMP/out" 2>"$TMP/err" </dev/null || status=$?
}

set_in="in $TMP/answers"
write_answers
check
is "$status" 0 'a complete file passes'
[ "$status" -eq 0 ] || note "$(cat "$TMP/err")"
is "$(find "$pf_home" -name 'default.*' ! -name '*.lock' | wc -l)" 0 \
    'and leaves no draft'

first 'mailbox: is missing' "Set \"mailbox\" $set_in" 78 \
    'a missing key' mailbox=
first 'registration.client_id: is missing' \
    "Set \"registration.client_id\" $set_in" 78 \
    'a missing key within another' client_id=
first 'registration.client_id: ' \
    "Set \"registration.client_id\" $set_in" 78 \
    'a value that is cut' 'client_id="6731de76"'
first '"mailbox" must be a mail address' 'line 3' 78 \
    'a value that does not fit' 'mailbox="alerts"'
first 'smtp.port' 'line 8' 78 'a number out of its range' port=99999
first 'smtp.port' 'line 8' 78 'a text in place of a number' 'port="587"'
first 'mailboxx' 'line 9' 78 'a key that there is not' 'more=
  "mailboxx": "a",'
first '"cloud" must be one of' 'line 4' 78 'a word that is no choice' \
    'cloud="cloud9"'
first 'root_to' 'line 9' 78 'a bad address in a list' 'more=
  "root_to": ["ops"],'
first 'secrets.client_secret: is missing' \
    "Set \"secrets.client_secret\" $set_in" 78 'no secret' 'secret={}'
first 'secrets.client_secret' '{"file": "PATH"}' 78 \
    'a secret in place of where it is' 'secret={"client_secret": "abc"}'
first 'secrets.password' 'Example: secrets.client_secret' 78 \
    'a secret that there is not' 'secret={"password": {"fd": 3}}'
at() {
	printf '{"client_secret": {"%s": "%s"}}' "$1" "$2"
}
first 'secrets.client_secret' 'No such file' 66 \
    'a secret in a file that is not there' "secret=$(at file /nowhere)"
first 'secrets.client_secret' "$TMP/empty is empty" 78 \
    'a secret in an empty file' "secret=$(at file "$TMP/empty")"
first 'secrets.client_secret: ' "Set \"secrets.client_secret\"" 78 \
    'a masked secret' "secret=$(at file "$TMP/masked")"
first 'secrets.client_secret: ' "Set \"secrets.client_secret\"" 78 \
    'the Secret ID in place of the Value' "secret=$(at file "$TMP/guid")"
first 'secrets.client_secret' 'LoadCredential' 78 \
    'a credential outside a unit' "secret=$(at credential a)"
first 'test.to' "Set \"test.to\" $set_in" 78 \
    'a bad address for the test mail' 'test={"to": "ops"}'
first 'test must say' '{"to": "admin@contoso.com"}' 78 \
    'a test without an address' 'test={}'

printf '{ "postfrank": 1,\n' >"$TMP/answers"
one_line answers 'line' 78 'a file that is cut'
rm "$TMP/answers"
one_line "$TMP/answers" 'Give the path' 66 'no file'
done_testing
