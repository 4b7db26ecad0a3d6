#!/bin/sh
# SPDX-License-Identifier: ISC
# Every fault that a sign-in server or a mail server can show has its own
# message, its next step and its exit code, delivers nothing and tells no
# secret.
. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"

tenant_start
home=$TMP/home
live_account "$home"
# The same account an hour after its token has expired: it must ask for one.
old=$TMP/old
cp -a "$home" "$old"
live_age "$old"
messages=$TMP/messages
: >"$messages"
defaults=$(tenant_control /switch)

switches_back() {
	for switch in "$@"; do
		switch=${switch%%=*}
		tenant_switch "$switch=$(printf '%s\n' "$defaults" |
			sed -n "s/^$switch=\\([^	]*\\)	.*/\\1/p")"
	done
}

# judge NAME STATUS WHAT NEXT: what the last command did, with $mails messages
# at the tenant before it.
judge() {
	is "$status" "$2" "$1: ends with $2"
	first=$(printf '%s\n' "$err" | head -n 1)
	like "$first" "$3" "$1: says what happened"
	like "$(printf '%s\n' "$err" | grep -v 'Server said')" "$4" \
		"$1: says what to do next"
	is "$(live_mail_count)" "$mails" "$1: nothing was delivered"
	live_secrets "$TMP/secrets"
	is "$(printf '%s\n%s\n' "$out" "$err" | grep -cFf "$TMP/secrets")" 0 \
		"$1: no secret is told"
	printf '%s\n' "$first" >>"$messages"
}

# send FROM NAME STATUS WHAT NEXT [SWITCH=VALUE...]: sends a mail from a copy
# of FROM under these switches.
send() {
	from=$1 name=$2 wanted=$3 what=$4 next=$5
	shift 5
	rm -rf "$TMP/copy"
	cp -a "$from" "$TMP/copy"
	mails=$(live_mail_count)
	tenant_switch "$@"
	pf "$TMP/copy" send -s "$name" ops@contoso.example
	judge "$name" "$wanted" "$what" "$next"
	switches_back "$@"
}

# finish NAME STATUS WHAT NEXT: hands over what the browser ended on.
finish() {
	mails=$(live_mail_count)
	live_finish "$new"
	judge "$@"
	is "$(test -e "$new/etc/default.json"; echo $?)" 1 \
		"$1: nothing goes live"
}

# A set-up of its own up to the sign-in, in $new.
begin() {
	new=$TMP/new
	rm -rf "$new"
	live_begin "$new" "$@"
}

# -- the sign-in --

begin
live_browse admin
finish 'wrong account' 77 'admin@contoso.example signed in, expected was' \
	'private browser window'
live_browse stranger
finish 'account of another tenant' 77 'no guest' 'private'

begin "$(live_registration "$tenant_client_id" "$tenant_other_id")"
live_browse alerts
finish 'signed in at another tenant' 77 'tenant' 'tenant'

live_tenant=$tenant_other_id
begin "$(live_registration "$tenant_client_id" "$tenant_other_id")"
live_tenant=
like "$err" AADSTS700016 'wrong tenant: the set-up tells what was said to it'
live_browse alerts
finish 'wrong tenant' 78 'no application with that client id' 'Directory (tenant) ID'

tr A-Ya-y B-Zb-z <"$tenant_secret_file" >"$TMP/wrong"
begin "\"secrets\":{\"client_secret\":{\"file\":\"$TMP/wrong\"}}"
like "$err" AADSTS7000215 'wrong secret: the set-up tells what was said to it'
live_browse alerts
finish 'wrong secret' 77 'client secret is not right' 'Value'

# With a cloud of Microsoft's the form alone shows it.
mails=$(live_mail_count)
live_answers "$TMP/answers" '"cloud":"global"' '"ca_file":null' \
	"\"secrets\":{\"client_secret\":{\"file\":\"$tenant_secret_id_file\"}}"
pf "$TMP/id" setup --answers "$TMP/answers"
judge 'Secret ID in place of Value' 78 'this is the Secret ID, not the Value' \
	'secrets.client_secret'

begin
live_browse alerts
tenant_control /expire-secret "app=$tenant_client_id" >/dev/null
finish 'expired secret' 77 'client secret has expired' 'new client secret'
tenant_control /app "id=$tenant_client_id" secret_expires=0 >/dev/null

begin
live_browse alerts
tenant_clock +601
finish 'code expired' 77 'expired: a code lives about ten minutes' \
	'sign-in again'

begin
live_browse alerts
used=$(cat "$TMP/address")
live_finish "$new"
is "$status" 0 'a sign-in is good'
begin
live_browse alerts
state=$(query_field "$(cat "$TMP/address")" state)
printf '%s\n' "$used" >"$TMP/address"
finish 'state mismatch' 65 'another sign-in' 'address that is shown now'
printf '%s\n' "$used" | sed "s/state=[^&]*/state=$state/" >"$TMP/address"
finish 'code reused' 77 'used already' 'sign-in again'
printf 'https://portal.example/\n' >"$TMP/address"
finish 'something else pasted' 65 'neither the address' 'address bar'
: >"$TMP/address"
finish 'nothing pasted' 77 'not been finished' 'signin --finish'

tenant_switch ca.block=web
live_browse alerts
tenant_switch ca.block=
finish 'blocked by policy on the page' 77 'Conditional Access' 'administrator'
# The same fault as the one below, and so the same words.
sed -i '$d' "$messages"

begin "$(live_registration "$tenant_unconsented_client_id" "$tenant_id")"
live_browse alerts --decline
finish 'consent refused by the person' 77 'declined in the browser' 'ccept'

# -- the token --

send "$old" 'consent missing' 77 'consent' '' 'token.fault=*:aadsts/65001'
send "$old" 'blocked by policy' 77 'Conditional Access blocks this sign-in' \
	'Your administrator: ' ca.block=token
send "$old" 'sign-in revoked' 77 'revoked' 'postfrank setup' \
	'token.fault=*:aadsts/50173'
send "$old" 'unused for too long' 77 'not used for too long' 'postfrank setup' \
	'token.fault=*:aadsts/700082'
send "$old" 'not assigned' 77 'assigned people only' 'Users and groups' \
	'token.fault=*:aadsts/50105'
send "$old" 'tenant unknown' 78 'tenant' 'Directory (tenant) ID' \
	'token.fault=*:aadsts/90002'
send "$old" 'token for the wrong audience' 77 \
	'the access token is for Microsoft Graph' 'SMTP.Send' 'token.fault=*:wrongaud'
send "$old" 'captive portal' 75 'web page' 'captive portal' \
	'token.fault=*:html200'
send "$old" 'a page under 500' 75 'trouble' '' 'token.fault=*:500html'
send "$old" 'an empty answer' 75 'empty' '' 'token.fault=*:empty'
send "$old" 'an answer of 10 MB' 75 'larger' '' 'token.fault=*:10mb'
send "$old" 'half an answer' 75 'no JSON' 'token URL' \
	'token.fault=*:half'
send "$old" '429 with Retry-After' 75 'too many requests' '' \
	'token.fault=*:429/30'
send "$old" '503' 75 'passing trouble' '' 'token.fault=*:503/20'
send "$old" 'a redirect' 75 'elsewhere' '' 'token.fault=*:redirect'
is "$(tenant_count collect)" 0 'a redirect: nobody went there'
send "$old" 'closed without an answer' 75 'closed the connection' '' \
	'token.fault=*:close'
for word in expired early wronghost untrusted; do
	case $word in
	expired) what='has expired' next=timedatectl ;;
	early) what='not valid yet' next=timedatectl ;;
	wronghost) what='for another host' next='host name' ;;
	untrusted) what='not signed by an authority' next=ca_file ;;
	esac
	send "$old" "HTTPS certificate $word" 75 "$what" "$next" \
		"https.cert=$word"
done

# 429 holds for everybody, and says until when.
tenant_switch 'token.fault=*:429/30'
pf "$old" send -s x ops@contoso.example
asked=$(tenant_count token.refresh)
mails=$(live_mail_count)
pf "$old" send -s x ops@contoso.example
is "$status" 75 'another send within Retry-After ends with 75'
like "$err" 'not asked again before' 'and says until when'
is "$(tenant_count token.refresh)" "$asked" 'and asks nothing'
tenant_switch token.fault=

# -- the mail server --

send "$home" 'SMTP AUTH off for the tenant' 77 'for the whole organisation' \
	'Authenticated SMTP' smtp.tenant-disabled=1
send "$home" 'SMTP AUTH off for the mailbox' 77 'for the mailbox' \
	'Set-CASMailbox -Identity alerts@contoso.example' \
	smtp.mailbox-disabled=1
send "$home" 'SendAs denied after DATA' 77 \
	'alerts@contoso.example may not send as alerts@contoso.example' \
	'Send as' 'smtp.reply.dot=554 5.2.252 SendAsDenied; a not as b'
send "$home" 'mailbox full' 75 'is full' 'Sent Items' smtp.full=1
send "$home" 'throttled' 75 'at the same time' 'three' \
	'smtp.reply.dot=432 4.3.2 STOREDRV.ClientSubmit; thread limit exceeded'
send "$home" 'slowed down' 75 'slows' 'pause' \
	'smtp.reply.mail=451 4.7.500 Server busy'
send "$home" 'message too large for the server' 69 'larger than the server' \
	'Compress' smtp.max-bytes=10
send "$home" 'message larger than announced' 65 'your mailbox takes' \
	'Compress' smtp.size=10
send "$home" 'STARTTLS missing' 75 'no encryption (STARTTLS)' firewall \
	smtp.no-starttls=1
send "$home" 'AUTH not offered' 75 'no login (AUTH)' 'host and port' \
	smtp.no-auth=1
send "$home" 'XOAUTH2 not offered' 75 'only: LOGIN PLAIN' 'host and port' \
	'smtp.mechanisms=LOGIN PLAIN'
send "$home" 'login refused by 535' 77 \
	'refused the sign-in of alerts@contoso.example' SMTP.Send \
	'smtp.reply.auth=535 5.7.3 Authentication unsuccessful'
refused=$(printf '{"status":"401","schemes":"bearer"}' | base64)
send "$home" 'login refused by a 334 challenge' 77 \
	'does not accept the token of alerts@contoso.example' 'its scope' "smtp.reply.auth=334 $refused"
like "$err" 'status 401' 'the challenge is shown decoded'
send "$home" 'login not checked now' 75 'cannot check logins' '' \
	'smtp.reply.auth=454 4.7.0 Temporary authentication failure'
send "$home" 'blocked for spam' 77 'spam' 'Restricted entities' \
	'smtp.reply.dot=550 5.1.8 Access denied, bad outbound sender'
send "$home" 'recipient unknown' 69 'no such recipient: ops@contoso.example' \
	'address' 'smtp.reply.rcpt=550 5.1.1 User unknown'
send "$home" 'session closed' 75 'closed the session' '' \
	'smtp.reply.greeting=421 4.3.2 Service not available'
send "$home" 'connection lost' 75 'broke while the envelope' '' \
	smtp.reset=mail
send "$home" 'connection lost behind the dot' 75 \
	'connection to localhost broke while it confirmed' 'may have arrived' \
	smtp.close=dot
send "$home" 'a web server in its place' 75 'is a web server' \
	'captive portal' smtp.http=greeting
send "$home" 'no mail server at all' 75 'is not an SMTP server' \
	'host and port' smtp.garbage=greeting
send "$home" 'an answer without end' 75 'without end' '' smtp.endless=ehlo
send "$home" 'only TLS 1.1' 75 'no TLS 1.2' 'up to date' smtp.tls=1.1
send "$home" 'words behind STARTTLS' 75 'unencrypted part' 'between' \
	'smtp.inject=220 mine'
for word in expired early wronghost untrusted; do
	case $word in
	expired) what='has expired' next=timedatectl ;;
	early) what='not valid yet' next=timedatectl ;;
	wronghost) what='for another host' next='host name' ;;
	untrusted) what='not signed by an authority' next=ca_file ;;
	esac
	send "$home" "SMTP certificate $word" 75 "$what" "$next" \
		"smtp.cert=$word"
done
cp -a "$home" "$TMP/closed"
sed -i "s/\"port\": $tenant_smtp_port/\"port\": 1/" \
	"$TMP/closed/etc/default.json"
send "$TMP/closed" 'connection refused' 75 'refused the connection' \
	'firewall' smtp.full=0
sed -i 's/"host": "localhost"/"host": "nowhere.invalid"/' \
	"$TMP/closed/etc/default.json"
send "$TMP/closed" 'name unknown' 75 'nowhere.invalid cannot be resolved' \
	'resolv.conf' smtp.full=0

is "$(sort "$messages" | uniq -d)" '' 'no two faults have the same first line'

# What was true before is so again.
pf "$home" send -s 'all well' ops@contoso.example
is "$status" 0 'without a fault a mail is sent'
like "$(cat "$(live_newest_mail)")" 'Subject: all well' 'and arrives'
done_testing
