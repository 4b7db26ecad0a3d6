#!/bin/sh
# SPDX-License-Identifier: ISC
# An answers file that is run again: the same address while a sign-in is
# pending, nothing at all on a finished account, and the settings in use stay
# as they are until the test mail was accepted.
. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"

tenant_start
home=$TMP/home
answers=$home/answers.json

# What every file is: name, inode, times and contents. A lock has its times
# changed by whoever looks under it.
snapshot() {
	find "$home" -type f ! -name '*.lock' -printf '%p %i %T@ %m %s\n' | sort
	find "$home" -type f -exec cksum {} + | sort
}
address() { printf '%s\n' "$out" | grep '^https://'; }

live_begin "$home"
first=$live_url
again() {
	pf "$home" setup --answers "$answers"
	is "$status" 77 "$1 it wants the sign-in"
	is "$(address)" "$first" "$1 at the same address"
}
again 'run again,'
is "$(printf '%s\n' "$out" | grep -c .)" 1 'which stands alone on the output'
pf "$home" signin
is "$(address)" "$first" 'signin shows the same one'
again 'after that,'
echo 'http://localhost:8765/postfrank?code=a&state=b' >"$TMP/address"
live_finish "$home"
is "$status" 65 'an answer of another sign-in is refused'
again 'after that,'
live_browse admin
live_finish "$home"
is "$status" 77 'another account is refused'
again 'after that,'
is "$(find "$home/etc" -name '*.json')" '' 'nothing is in use yet'

live_url=$first
live_browse alerts
live_finish "$home"
is "$status" 0 'the address from the first run finishes it'
[ "$status" -eq 0 ] || note "$out" "$err"
is "$(find "$home/etc" -name '*.json' | wc -l)" 1 'now it is in use'

before=$(snapshot)
asked=$(tenant_count token.client)
mails=$(live_mail_count)
pf "$home" setup --answers "$answers"
is "$status" 0 'run on the finished account it ends with 0'
like "$out" 'Nothing to do' 'and says that there is nothing to do'
is "$(snapshot)" "$before" 'every file is what it was'
is "$(live_mail_count)" "$mails" 'no mail was sent'
is "$(tenant_count token.client)" "$asked" 'and no server asked'

# Another value: live when the mail server has taken the test mail, not before.
settings=$(ls -i "$home/etc/default.json"; cat "$home/etc/default.json")
live_answers "$answers" '"sender":{"name":"Alerts of the cellar"}'
tenant_switch smtp.full=1
pf "$home" setup --answers "$answers"
is "$status" 75 'a test mail that is not taken ends with 75'
like "$err" 'is full' 'and says why'
is "$(ls -i "$home/etc/default.json"; cat "$home/etc/default.json")" \
	"$settings" 'the settings in use are what they were'
tenant_switch smtp.full=0
pf "$home" send -s meanwhile ops@contoso.example
is "$status" 0 'and mail goes out with them'
like "$(cat "$(live_newest_mail)")" 'From: alerts@contoso.example' \
	'under the old name'
pf "$home" setup --answers "$answers"
is "$status" 0 'run again when the server takes it, it ends with 0'
[ "$status" -eq 0 ] || note "$out" "$err"
pf "$home" send -s afterwards ops@contoso.example
like "$(cat "$(live_newest_mail)")" 'Alerts of the cellar' \
	'and the new name is in use'
is "$(find "$home/state" -name '*draft*' ! -name '*.lock')" '' \
	'no draft is left'
before=$(snapshot)
pf "$home" setup --answers "$answers"
is "$(snapshot)" "$before" 'run once more it changes nothing'
done_testing
