#!/bin/sh
# SPDX-License-Identifier: ISC
# Looking around before a set-up: clock, names and ports, with what to do.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/work.sh"

tenant_start
home=$TMP/home
work "$home" look
is "$status" 0 'in a place to practise nothing is tried'
like "$out" 'the way to Microsoft is not tried' 'which is said'
work "$home" look cloud=custom
like "$out" 'Nothing was tried over the network yet' \
    'nor before the servers are known'
work_settings="cloud=custom ca_file=$tenant_ca_file"
login="registration.token_url=$tenant_token_url"
work "$home" look "$login"
is "$status" 0 'the sign-in server alone'
is "$(work_said good)" "The clock is right, and localhost port ${tenant_base##*:} can be reached." \
    'is enough to know the time'
smtp="smtp.host=localhost smtp.port=$tenant_smtp_port"
work "$home" look "$login" $smtp
is "$status" 0 'with the mail server'
like "$out" "and localhost port $tenant_smtp_port can be reached." \
    'both are told'
is "$(tenant_count smtp.auth)" 0 'nobody logs in for it'

tenant_clock +7200
work "$home" look "$login" $smtp
is "$status" 75 'a clock that is wrong'
is "$(work_said bad)" "75 this machine's clock is 2 hours behind the sign-in server's" \
    'is told by how much and which way'
like "$(work_said next)" 'timedatectl set-ntp true' 'with the cure'
tenant_clock +-14400
work "$home" look "$login" $smtp
like "$(work_said bad)" 'ahead of' 'and so is the other way'
tenant_clock +7200

# A port where nobody listens.
closed=1
work "$home" look "$login" smtp.host=localhost "smtp.port=$closed"
is "$status" 75 'a closed port'
is "$(work_said bad)" "75 localhost cannot be reached on TCP port $closed" \
    'is named'
like "$(work_said next)" "outgoing TCP port $closed to localhost" \
    'with whom to ask'
work "$home" look "registration.token_url=https://localhost:$closed/token" \
    smtp.host=x..invalid
is "$(work_said bad)" "75 localhost cannot be reached on TCP port $closed; the name x..invalid cannot be resolved" \
    'all that is wrong is told at once'
work "$TMP/proxied" look "$login" $smtp proxy=http://127.0.0.1:1
is "$(work_said bad)" '75 the proxy http://127.0.0.1:1 cannot be reached' \
    'a proxy is gone through, and told when it is not there'
tenant_switch smtp.no-starttls=1
work "$home" look "$login" $smtp
like "$(work_said bad)" 'offers no encryption' \
    'a device that meddles with mail is seen, too'
tenant_switch smtp.no-starttls=0
tenant_switch https.cert=expired
work "$home" look "$login" $smtp
like "$(work_said bad)" "has expired, or this machine's clock is wrong" \
    'an expired certificate may be the clock'
tenant_switch https.cert=stall
check_run timeout 20 "$top_builddir/tests/lib/work_drive" "$home" look \
    $work_settings "$login" $smtp
is "$status" 75 'a server that says nothing keeps nobody waiting'
done_testing
