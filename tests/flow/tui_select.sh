#!/bin/sh
# SPDX-License-Identifier: ISC
# What a person selects with the mouse: the sign-in's address, and every value
# for the portal, comes out in one piece. tmux joins rows as terminals do.

. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tmux.sh"
tmux_is_here || skip_all 'tmux is not installed'

wizard=$top_builddir/postfrank-setup
fill=$top_builddir/tests/tui/fill
home=$TMP/home

# A sign-in at another server, whose address is so many characters longer.
longer() {
	tmux_stop
	rm -rf "$home"
	"$fill" "$home" signin.pasted cloud=custom smtp.host=localhost \
	    "scope=offline_access x$(printf '%*s' "$1" '' | tr ' ' y)" \
	    >"$TMP/fill" 2>&1 || bail_out "no draft: $(cat "$TMP/fill")"
}

resume() {
	tmux_start "$1" "$2" "$wizard" --home "$home"
	tmux_see 'You were at'
	tmux_key Enter
	tmux_see 'https://'
}

# The whole address as the plain page shows it, which is tested below.
whole_address() {
	tmux_key C-o
	tmux_see 'Enter'
	tmux_joined | grep '^https://login' | head -n 1
	tmux_key Enter
}

selected() {
	tmux_joined | grep '^https://' | head -n 1
}

# wait_for_address ADDRESS: until it comes out whole, or long enough.
selected_is() {
	selected_tries=0
	until [ "$(selected)" = "$1" ] || [ "$selected_tries" -ge 400 ]; do
		selected_tries=$((selected_tries + 1))
		sleep 0.05
	done
	is "$(selected)" "$1" "$2"
}

longer 0
resume 132 40
address=$(whole_address)
tmux_see 'cannot load'
length=${#address}
isnt "$length" 0 'there is an address'
# A last row that is full, or has one character, and many rows.
for more in $((80 - (length % 80))) $((81 - (length % 80))) 300; do
	longer "$more"
	for size in '80 24' '100 30' '132 43'; do
		resume ${size% *} ${size#* }
		tmux_see 'cannot load'
		address=$(whole_address)
		tmux_see 'cannot load'
		selected_is "$address" "req_18: an address of ${#address} \
characters is one line at ${size% *} columns"
	done
done

# After a resize, too, and back.
resume 80 24
tmux_see 'cannot load'
address=$(whole_address)
for columns in 100 132 90 80; do
	tmux_resize "$columns" 24
	selected_is "$address" \
	    "req_18: also when the window got $columns columns"
done
tmux_key C-l
selected_is "$address" 'req_18: and when it was drawn again'

# The plain page.
tmux_key C-o
tmux_see 'Enter'
page=$(tmux_joined)
is "$(printf '%s\n' "$page" | grep -cFx -- "$address")" 1 \
    'req_19: ^O shows the address alone on its line'
is "$(tmux_do display-message -p '#{alternate_on}')" 0 \
    'req_19: on the normal screen'
tmux_key Enter
tmux_see 'cannot load'
is "$(tmux_do display-message -p '#{alternate_on}')" 1 \
    'req_19: Enter returns'
tmux_key C-x
tmux_see 'Leave?'
tmux_key Enter
tmux_see 'setup'
isnt "$(tmux_history | grep -cFx -- "$address")" 0 \
    'req_19: after the end it is still in the scrollback'
tmux_stop

# alone SENTENCE SETTING VALUE [PAIR...]: the value comes from column 0.
alone() {
	alone_sentence=$1 alone_setting=$2 alone_value=$3
	shift 3
	for size in '80 24' '60 18' '40 12'; do
		tmux_stop
		rm -rf "$home"
		"$fill" "$home" "$alone_setting" "$@" >"$TMP/fill" 2>&1 ||
		    bail_out "no draft: $(cat "$TMP/fill")"
		tmux_start ${size% *} ${size#* } "$wizard" --home "$home"
		tmux_see 'You were at'
		tmux_key Enter
		tmux_see 'Enter'
		alone_tries=0
		until tmux_joined | grep -qFx -- "$alone_value" ||
		    [ "$alone_tries" -ge 40 ]; do
			alone_tries=$((alone_tries + 1))
			# further down where the window is small
			[ $((alone_tries % 8)) -ne 0 ] || tmux_key PageDown
			sleep 0.05
		done
		is "$(tmux_joined | grep -cFx -- "$alone_value")" 1 \
		    "req_33: $alone_sentence is alone on its line at $size"
	done
}

host=$(uname -n)
alone 'the name' done.register \
    "postfrank on $host for emailing via Office365"
alone 'the redirect address' done.register http://localhost:8765/postfrank
alone 'the permission' done.permissions SMTP.Send
tmux_stop
done_testing
