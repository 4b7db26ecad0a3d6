# SPDX-License-Identifier: ISC
# A program in a tmux of the test's own; sourced after tap.sh.
#
#	tmux_is_here || skip_all 'tmux is not installed'
#	tmux_start 80 24 COMMAND...	a new window of that size
#	tmux_see TEXT			waits until it is on the screen
#	tmux_key KEY...			as tmux names them: Enter C-o Escape
#	tmux_resize 100 24
#	tmux_joined			the screen, soft-wrapped rows joined
#	tmux_history			all of it, what scrolled away too
#	tmux_stop			ends that window's program

tmux_name=pf$$
tmux_count=0

tmux_is_here() {
	command -v tmux >/dev/null 2>&1
}

tmux_do() {
	tmux -L "$tmux_name" -f /dev/null "$@"
}

# The server is ours alone; it goes with the test. Its program hears of that by
# a hang-up, and may be writing still: it is waited for.
tmux_stop() {
	tmux_pid=$(tmux_do display-message -p '#{pane_pid}' 2>/dev/null)
	tmux_do kill-server 2>/dev/null
	tmux_tries=0
	while [ -n "$tmux_pid" ] && kill -0 "$tmux_pid" 2>/dev/null &&
	    [ "$tmux_tries" -lt 400 ]; do
		tmux_tries=$((tmux_tries + 1))
		sleep 0.05
	done
}
trap 'tmux_stop; tap_end' EXIT

tmux_start() {
	tmux_columns=$1
	tmux_rows=$2
	shift 2
	tmux_stop
	# another socket: the server that was ended may still be going
	tmux_count=$((tmux_count + 1))
	tmux_name=pf$$.$tmux_count
	# what the person's terminal would say, and nothing of the test's own
	tmux_do new-session -d -x "$tmux_columns" -y "$tmux_rows" \
	    env -i PATH="$PATH" HOME="$TMP" LANG=C.UTF-8 \
	    TERM=screen-256color "$@" || bail_out 'tmux does not start'
	tmux_do set-option -w remain-on-exit on >/dev/null
	tmux_do set-option -g history-limit 2000 >/dev/null
}

tmux_screen() {
	tmux_do capture-pane -p
}

tmux_joined() {
	tmux_do capture-pane -p -J | sed 's/ *$//'
}

tmux_history() {
	tmux_do capture-pane -p -J -S - | sed 's/ *$//'
}

# Looks again and again for 20 seconds.
tmux_see() {
	tmux_tries=0
	until tmux_screen | grep -qF -- "$1"; do
		tmux_tries=$((tmux_tries + 1))
		if [ "$tmux_tries" -ge 400 ]; then
			note "$(tmux_screen)"
			bail_out "this never came: $1"
		fi
		sleep 0.05
	done
}

tmux_key() {
	tmux_do send-keys "$@"
}

tmux_resize() {
	tmux_do resize-window -x "$1" -y "$2"
}
