#!/bin/sh
# SPDX-License-Identifier: ISC
# The system layout: root installs and sets up, the user postfrank does the work.
# Whose files, which modes, whose process, who is refused. All of it as root in
# a private mount namespace, where /etc, /var/lib, /var/spool and /run stand for
# the real ones, so that the machine stays as it is.
set -u

# What of the machine a test that got out would have changed.
machine() {
	cksum /etc/passwd /etc/group
	for place in /etc /var/lib /var/spool /run /usr/local/etc \
		/usr/local/var; do
		ls -ld "$place/postfrank" 2>/dev/null
	done
}

if [ -z "${SYSTEM_INSIDE:-}" ]; then
	if [ "$(id -u)" -eq 0 ]; then
		ways=
	else
		ways='--map-root-user --map-auto'
	fi
	# shellcheck disable=SC2086
	unshare $ways -m --propagation private \
		sh -c 'mount -t tmpfs none /mnt && setpriv --reuid 65534 \
		    --regid 65534 --clear-groups true' 2>/dev/null || {
		echo "1..0 # SKIP not root, and no user namespace with a range" \
			"of ids (uidmap, /etc/subuid)"
		exit 0
	}
	before=$(machine)
	# shellcheck disable=SC2086
	SYSTEM_INSIDE=$$ unshare $ways -m --propagation private sh "$0" "$@"
	ended=$?
	[ "$before" = "$(machine)" ] ||
		echo "Bail out! the machine itself has been changed"
	exit "$ended"
fi

. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"

# Below DIR everything that is written stays here: a copy on write where the
# kernel has it, else an empty place.
shield() {
	while [ ! -d "$1" ]; do
		set -- "${1%/*}"
	done
	case $top_builddir/ in
	"$1"/*) may_hide= ;;
	*) may_hide=yes ;;
	esac
	shield_count=$((${shield_count:-0} + 1))
	mkdir -p "$TMP/over/$shield_count.up" "$TMP/over/$shield_count.work"
	chmod 755 "$TMP/over/$shield_count.up"
	[ "$(readlink /proc/self/ns/user)" = \
	    "$(readlink "/proc/$SYSTEM_INSIDE/ns/user")" ] &&
		mount -t overlay -o "lowerdir=$1,upperdir=$TMP/over/$shield_count.up,workdir=$TMP/over/$shield_count.work" \
			none "$1" 2>/dev/null && return
	[ -n "$may_hide" ] || skip_all "$1 cannot be overlaid here"
	mount -t tmpfs -o mode=755 none "$1" || bail_out "cannot shield $1"
}

chmod 711 "$TMP"
mkdir -m 755 "$TMP/over" "$TMP/etc"
at_end() {
	ended=$?
	umount -l "$TMP/over"
	(exit "$ended")
	tap_end
}
trap at_end EXIT
mount -t tmpfs -o mode=755 none "$TMP/over" || bail_out "no tmpfs"
cp -a /etc/. "$TMP/etc/" 2>/dev/null
for file in passwd group shadow gshadow; do
	[ -r "$TMP/etc/$file" ] || : >"$TMP/etc/$file"
	sed -i '/^postfrank:/d' "$TMP/etc/$file"
done
chmod 755 "$TMP/etc"
mount --bind "$TMP/etc" /etc || bail_out "cannot shield /etc"

# Where this build looks.
configured() {
	sed -n -e "s,^$1 = ,,p" "$top_builddir/Makefile" |
		sed "s,\${prefix},$(sed -n 's,^prefix = ,,p' \
			"$top_builddir/Makefile"),"
}
etc=$(configured sysconfdir)
var=$(configured localstatedir)
[ -n "$etc" ] && [ -n "$var" ] || bail_out "no Makefile in $top_builddir"
etc=$etc/postfrank
state=$var/lib/postfrank
[ "$etc" = /etc/postfrank ] || shield "${etc%/*}"
[ "$var" = /var ] || shield "$var"
shield "$var/lib"
shield "$var/spool"
shield "$var/run"
mountpoint -q "$(readlink -f "$var/lib")" || bail_out "$var/lib is not shielded"
rm -rf "$etc" "$state" "$var/spool/postfrank" "$var/run/postfrank"
is "$(id -u)" 0 'root, in a namespace of its own'
is "$(id -u postfrank 2>/dev/null)" '' 'and there is no user postfrank yet'

# Somebody: as_user UID GID COMMAND...
as_user() {
	as_uid=$1
	as_gid=$2
	shift 2
	setpriv --reuid "$as_uid" --regid "$as_gid" --clear-groups \
		--bounding-set=-all --inh-caps=-all env HOME=/nonexistent "$@"
}
nobody=65534

# Before root runs anything: does the program look where this test looks?
cp "$top_builddir/postfrank" "$TMP/probe"
chmod 755 "$TMP/probe"
check_run as_user $nobody $nobody "$TMP/probe" --system status
case $status-$err in
78-*"($etc)"*) pass "the program looks in $etc" ;;
*) bail_out "the program does not look in $etc: $err" ;;
esac
strings=$(tr '\0' '\n' <"$TMP/probe" | grep -aFx "$var/lib")
[ "$strings" = "$var/lib" ] || bail_out "nor in $var/lib"

install_system() {
	check_run "$top_srcdir/contrib/install-system" \
		--build "$top_builddir" --prefix "$TMP/usr" "$@"
}

# What is below the directories: mode, owner and name of each, sorted.
listing() {
	find "$@" -exec stat -c '%a %U:%G %n' {} + | sort -k 3
}

tenant_start
# The service user reads the authority, root the secret.
chmod 711 "$tenant_dir"
cp "$tenant_ca_file" "$TMP/ca.pem"
chmod 644 "$TMP/ca.pem"
tenant_ca_file=$TMP/ca.pem
live_answers "$TMP/answers.json"
echo 'the body of a mail' >"$TMP/body"
is "$(stat -c %a "$tenant_secret_file")" 600 'the secret is a file of root alone'

# --- without the service user

for verb in "setup --answers $TMP/answers.json" signin 'signin --finish' \
	'test ops@contoso.example' 'send ops@contoso.example' status '' \
	'account list' 'account show' 'account set sender.name X' \
	'account remove --yes'; do
	# shellcheck disable=SC2086
	check_run "$top_builddir/postfrank" $verb
	is "$status" 78 "without the user postfrank, \"$verb\" ends with 78"
	like "$err" contrib/install-system 'and names what makes the user'
done
is "$(ls -d "$etc" "$state" 2>/dev/null)" '' 'nothing was made'

# --- contrib/install-system

# A copy, since nobody may not be able to reach where we were unpacked.
mkdir -m 0711 "$TMP/copy"
cp "$top_srcdir/contrib/install-system" "$TMP/copy/"
chmod 0755 "$TMP/copy/install-system"
[ -x "$TMP" ] && chmod go+x "$TMP"
check_run as_user $nobody $nobody sh "$TMP/copy/install-system"
is "$status" 77 'install-system as nobody ends with 77'
like "$err" 'only root' 'and says that it is for root'
install_system --purge
is "$status" 64 '--purge without --remove is refused'
mkdir -p "$etc"
ln -s /tmp "$etc/key"
install_system
is "$status" 78 'a link in the place of the key directory is refused'
like "$err" "$etc/key" 'and named'
rm "$etc/key"
rmdir "$etc"
install_system
is "$status" 0 'it installs'
[ "$status" -eq 0 ] || bail_out "not installed: $err"
like "$out" 'postfrank setup' 'and names the next command'
is "$(id -gn postfrank)" postfrank 'the user has a group of its own'
is "$(id -Gn postfrank)" postfrank 'and no other'
line=$(grep '^postfrank:' /etc/passwd)
like "$line" ":$state:" 'its home is where its files are'
case $line in
*/nologin | */false) pass 'it cannot log in' ;;
*) fail "it cannot log in: $line" ;;
esac
is "$(listing "$etc" "$state")" "755 root:root $etc
700 postfrank:postfrank $etc/key
711 postfrank:postfrank $state" 'the directories are those of the design'
first=$(cksum /etc/passwd /etc/group; stat -c '%Z' "$etc" "$etc/key" "$state")
install_system
is "$status" 0 'run again it succeeds'
is "$(cksum /etc/passwd /etc/group; stat -c '%Z' "$etc" "$etc/key" "$state")" \
	"$first" 'and changes nothing'
program=$TMP/usr/bin/postfrank
sys_pf() {
	check_run "$program" "$@"
}

chmod 777 "$state"
sys_pf setup --answers "$TMP/answers.json"
is "$status" 78 'a state directory where anybody may write is refused'
like "$err" "$state" 'and named'
chown 65534 "$etc/key"
install_system
is "$(stat -c '%a %U' "$etc/key" "$state" | tr '\n' ' ')" \
	'700 postfrank 711 postfrank ' 'install-system mends owner and mode'

# --- set-up, up to the sign-in

sys_pf setup --answers "$TMP/answers.json"
is "$status" 77 'setup --answers as root ends with 77, from the child'
[ "$status" -eq 77 ] || bail_out "no set-up: $err"
live_url=$out
is "$(listing "$etc" "$state")" "755 root:root $etc
700 postfrank:postfrank $etc/key
400 postfrank:postfrank $etc/key/default
711 postfrank:postfrank $state
600 postfrank:postfrank $state/default.draft
600 postfrank:postfrank $state/default.draft-vault
600 postfrank:postfrank $state/default.draft.lock" 'the draft is the service user'\''s'

gid=$(id -g postfrank)
uid=$(id -u postfrank)
# refused FILE...: neither with the group's id nor as nobody; the owner reads.
refused() {
	for file in "$@"; do
		[ -e "$file" ] || fail "$file is there"
		check_run as_user $nobody "$gid" sh -c 'id -g; cat "$1"' sh "$file"
		is "$status ${out%%
*}" "1 $gid" "with the group's id ${file##*/} cannot be read"
		check_run as_user $nobody "$gid" sh -c 'id -g; : >>"$1"' sh "$file"
		isnt "$status" 0 'nor written'
		check_run as_user $nobody $nobody cat "$file"
		is "$status" 1 'nor read as nobody'
		check_run as_user "$uid" "$gid" cat "$file"
		is "$status" 0 'but by the service user'
	done
}
refused "$etc/key/default" "$state/default.draft" \
	"$state/default.draft-vault" "$state/default.draft.lock"
check_run as_user $nobody "$gid" ls "$state"
isnt "$status" 0 'nor can the directory be listed'
check_run as_user $nobody "$gid" sh -c ': >"$1/default.vault"' sh "$state"
isnt "$status" 0 'nor a file be planted in it'

# --- sign-in, live

browse_print alerts "$live_url" --print-address >"$TMP/address" \
	2>"$TMP/browse.err" || bail_out "browse: $(cat "$TMP/browse.err")"
check_run_with "$TMP/address" "$program" signin --finish
is "$status" 0 'signin --finish as root ends with 0'
[ "$status" -eq 0 ] || bail_out "no sign-in: $err"
live_files="755 root:root $etc
644 root:root $etc/default.json
700 postfrank:postfrank $etc/key
400 postfrank:postfrank $etc/key/default
711 postfrank:postfrank $state
600 postfrank:postfrank $state/default.draft.lock
644 postfrank:postfrank $state/default.events
644 postfrank:postfrank $state/default.good.json
600 postfrank:postfrank $state/default.lock
644 postfrank:postfrank $state/default.state
600 postfrank:postfrank $state/default.vault"
is "$(listing "$etc" "$state")" "$live_files" 'the files are those of the design'
refused "$etc/key/default" "$state/default.vault" "$state/default.lock"
for file in "$etc/default.json" "$state/default.state"; do
	check_run as_user $nobody $nobody cat "$file"
	is "$status" 0 "everybody may read ${file##*/}"
done

mails() { find "$tenant_mail_dir" -name '*.eml' | wc -l; }
newest() { find "$tenant_mail_dir" -name '*.eml' | sort | tail -n 1; }
n=$(mails)
head -c 50000 /dev/urandom >"$TMP/report.bin"
is "$(stat -c '%a %U' "$TMP/report.bin")" '600 root' 'a report is root'\''s alone'
check_run_with "$TMP/body" "$program" send -s files -a "$TMP/report.bin" \
	ops@contoso.example
is "$status" 0 'root sends a mail with it'
[ "$status" -eq 0 ] || note "$err"
is "$(mails)" $((n + 1)) 'the mail arrives'
sed -e 's/\r$//' "$(newest)" | awk '/filename.*report/ { f = 1 }
	f && $0 == "" { b = 1; next } b && /^--/ { exit } b' |
	base64 -d >"$TMP/arrived.bin"
is "$(cksum <"$TMP/arrived.bin")" "$(cksum <"$TMP/report.bin")" \
	'with the report as it is'
check_run as_user "$uid" "$gid" cat "$TMP/report.bin"
isnt "$status" 0 'which the service user itself cannot read'
sys_pf send -a "$TMP/none" ops@contoso.example
is "$status" 66 'a file that is not there ends with 66'
sys_pf send -a "$TMP" ops@contoso.example
is "$status" 66 'a directory too'
sys_pf account set sender.name 'Server One'
is "$status" 0 'root changes a setting through its parent process'
is "$(listing "$etc" "$state")" "$live_files" 'with the same owners and modes'
like "$(cat "$etc/default.json")" 'Server One' 'and the setting is there'
sys_pf test ops@contoso.example
is "$status" 0 'test as root ends with 0'
sys_pf setup --answers "$TMP/answers.json"
is "$status" 0 'and setup, which sets the name back'

cp "$TMP/ca.pem" "$TMP/hidden.pem"
chmod 600 "$TMP/hidden.pem"
sys_pf account set ca_file "$TMP/hidden.pem"
tenant_control /revoke what=access >/dev/null
sys_pf send ops@contoso.example
is "$status" 78 'an authority that only root can read ends with 78'
like "$err" 'the user who sends can read' 'and who must read it is said'
sys_pf account set ca_file "$TMP/ca.pem"
sys_pf send ops@contoso.example
is "$status" 0 'with one that it can read, mail goes out'

# --- a process at work

# The only child of a process.
child_of() {
	for dir in /proc/[0-9]*; do
		[ "$(awk '/^PPid:/ { print $2 }' "$dir/status" 2>/dev/null)" \
			!= "$1" ] || echo "${dir#/proc/}"
	done
}
ids() { awk '/^(Uid|Gid|Groups|CapEff|CapPrm):/ { $1 = $1; print }' "/proc/$1/status"; }
fds() { readlink /proc/"$1"/fd/* 2>/dev/null | sort -u | tr '\n' ' '; }

# Starts a send that stands at the answer to its login; sets $parent, $child.
# With an argument: default signals, which the shell takes from its children.
stalled_send() {
	waited=$(tenant_count smtp.fault)
	tenant_switch smtp.silent=auth
	mkfifo "$TMP/alive"
	"$@" "$program" send -s stalled ops@contoso.example <"$TMP/body" \
		>"$TMP/alive" 2>"$TMP/stalled.err" &
	parent=$!
	exec 8<"$TMP/alive"
	rm "$TMP/alive"
	tenant_wait smtp.fault $((waited + 1))
	child=$(child_of "$parent")
	case $child in
	*[!0-9]* | '') fail "one child, not: $child" ;;
	esac
}
# Until nobody holds the other end any more; nothing is printed.
all_gone() {
	timeout 60 cat <&8 >/dev/null
	exec 8<&-
	tenant_switch smtp.silent=
}

stalled_send env
is "$(ids "$parent" | grep -E '^(Uid|Gid):')" 'Uid: 0 0 0 0
Gid: 0 0 0 0' 'the parent stays root'
is "$(ids "$child")" "Uid: $uid $uid $uid $uid
Gid: $gid $gid $gid $gid
Groups: $gid
CapPrm: 0000000000000000
CapEff: 0000000000000000" 'the child is the service user, without a way back'
sockets() { fds "$1" | tr ' ' '\n' | grep -c '^socket:'; }
is "$(sockets "$parent")" 1 'the parent has one socket, to the child'
is "$(($(sockets "$child") > 1))" 1 'the child has another one, to the server'
# shellcheck disable=SC2016
look='exec 2>&1; pid=${1:-$$}; head -c 1 /proc/$pid/"$2" | wc -c; ls /proc/$pid/fd | wc -l'
for file in environ maps; do
	for user in "$nobody $nobody" "$nobody $gid" "$uid $gid"; do
		# shellcheck disable=SC2086
		check_run as_user $user sh -c "$look" sh "$child" $file
		like "$out" 'ermission denied' "as $user /proc/PID/$file is closed"
		is "$(printf '%s\n' "$out" | grep -xc '[1-9][0-9]*')" 0 \
			'and nothing of it or of fd is seen'
	done
	check_run as_user "$uid" "$gid" sh -c "$look" sh '' $file
	is "$(printf '%s\n' "$out" | grep -xc '[1-9][0-9]*')" 2 \
		"a plain process of that user shows $file and fd"
done
n=$(mails)
kill -TERM "$parent"
all_gone
wait "$parent"
is "$?" 143 'SIGTERM to the parent reaches the child, and comes back as 143'
is "$(mails)" "$n" 'and no mail goes out'
for signal in HUP:129 INT:130; do
	stalled_send env "--default-signal=${signal%:*}"
	kill -"${signal%:*}" "$parent"
	all_gone
	wait "$parent"
	is "$?" "${signal#*:}" "SIG${signal%:*} comes back as ${signal#*:}"
done
stalled_send env
kill -KILL "$parent"
all_gone
wait "$parent"
is "$([ -e "/proc/$child" ] && sed -n 's/^State:.//p' "/proc/$child/status" |
	grep -v Z)" '' 'a child whose parent was killed ends'

# A refresh: the child has the vault's lock while it waits for the token.
tenant_control /revoke what=access >/dev/null
tenant_switch 'token.fault=*:hold/2'
: >"$TMP/refresh.out"
"$program" send -s held ops@contoso.example <"$TMP/body" \
	>"$TMP/refresh.out" 2>&1 &
parent=$!
tries=0
until [ -s "$state/default.lock" ] || [ $tries -gt 500 ]; do
	tries=$((tries + 1))
	tenant_count any >/dev/null
done
child=$(child_of "$parent")
like "$(fds "$child")" "$state/default.lock" 'the child holds the lock'
unlike "$(fds "$parent")" "$state" 'the parent has nothing of the vault open'
unlike "$(fds "$parent")" "$etc" 'nor of the key'
is "$(listing "$state" | grep -v ' postfrank:postfrank ')" '' \
	'every file at work is the service user'\''s'
is "$(listing "$state" | awk '$1 != 600 && !/(state|events|good.json)$/')" \
	"711 postfrank:postfrank $state" 'and nobody else'\''s to read'
kill -TERM "$parent"
tenant_switch token.fault=
wait "$parent"
is "$?" 143 'SIGTERM in a refresh ends it'
sys_pf send -s after ops@contoso.example
is "$status" 0 'after the new token was kept: the next mail goes out'

# --- exit codes come back

sys_pf send refused-x@contoso.example
is "$status" 69 'a refused recipient: 69'
sys_pf send 'ops@@contoso.example'
is "$status" 65 'a bad address: 65'
sys_pf send
is "$status" 64 'no recipient: 64'
sys_pf --account other send ops@contoso.example
is "$status" 78 'no such account: 78'

# --- somebody else

check_run as_user $nobody $nobody "$program" status
is "$status" 0 'nobody sees the status'
like "$out" alerts@contoso.example 'with the mailbox'
check_run as_user $nobody $nobody "$program" account show
is "$status" 0 'and the settings'
n=$(mails)
for verb in send test; do
	check_run as_user $nobody $nobody "$program" $verb ops@contoso.example
	is "$status" 77 "nobody cannot use it: $verb ends with 77"
	like "$err" "sudo postfrank $verb" 'and says who can'
	unlike "$err" 'ermission denied' 'in plain words'
done
is "$(mails)" "$n" 'and nothing was sent'
check_run as_user $nobody $nobody "$program" --system signin
is "$status" 77 'nor sign in for it'
for verb in 'account set sender.name X' 'account remove --yes' \
	"--system setup --answers $TMP/answers.nobody"; do
	cp "$TMP/answers.json" "$TMP/answers.nobody"
	cp "$tenant_secret_file" "$TMP/secret.nobody"
	chmod 644 "$TMP/answers.nobody" "$TMP/secret.nobody"
	sed -i "s,$tenant_secret_file,$TMP/secret.nobody," "$TMP/answers.nobody"
	# shellcheck disable=SC2086
	check_run as_user $nobody $nobody "$program" $verb
	case $status in
	77 | 78) pass "nobody is refused: $verb" ;;
	*) fail "nobody is refused: $verb ($status)" ;;
	esac
	like "$err" sudo 'and told to use sudo'
done
is "$(listing "$etc" "$state")" "$live_files" 'nothing of it has changed'
check_run as_user "$uid" "$gid" "$program" send -s own ops@contoso.example
is "$status" 0 'the service user itself sends'

# --- owners and modes that are wrong (fault 73)

# wrong FILE SENTENCE: send is refused with 78 and names the file.
wrong() {
	sys_pf send -s wrong ops@contoso.example
	is "$status" 78 "$2: 78"
	like "$err" "$1" 'naming the file'
}
right() {
	sys_pf send -s right ops@contoso.example
	is "$status" 0 "$1, mail goes out"
}
for row in "$etc/default.json 664 644" "$etc/default.json 646 644" \
	"$etc/key/default 644 400" "$etc/key/default 440 400" \
	"$state/default.vault 640 600" "$state/default.vault 604 600"; do
	# shellcheck disable=SC2086
	set -- $row
	chmod "$2" "$1"
	wrong "$1" "${1##*/} with mode $2"
	like "$err" "$2" 'and its mode'
	chmod "$3" "$1"
	right "with mode $3"
done
for row in "$etc/default.json postfrank root" "$etc/key/default root postfrank" \
	"$state/default.vault nobody postfrank"; do
	# shellcheck disable=SC2086
	set -- $row
	chown "$2" "$1"
	wrong "$1" "${1##*/} of $2"
	chown "$3" "$1"
	right "owned by $3"
done
mv "$etc/default.json" "$TMP/elsewhere.json"
ln -s "$TMP/elsewhere.json" "$etc/default.json"
wrong "$etc/default.json" 'settings behind a link'
rm "$etc/default.json"
mv "$TMP/elsewhere.json" "$etc/default.json"
right 'a file again'
is "$(listing "$etc" "$state")" "$live_files" 'and all is as it was'

# --- away with it

sys_pf account remove --yes
is "$status" 0 'root removes the account'
is "$(find "$etc" "$state" -type f)" '' 'and no file is left'
sys_pf setup --answers "$TMP/answers.json"
is "$status" 77 'another one can be begun'
install_system --remove
is "$status" 0 'install-system --remove ends with 0'
[ "$status" -eq 0 ] || note "$err" "$(ps -ef)"
is "$([ -e "$program" ]; echo $?)" 1 'the program is away'
is "$([ -e "$state/default.draft" ]; echo $?)" 0 'the files stay'
is "$(id -u postfrank)" "$uid" 'and the user'
install_system --remove --purge
is "$status" 0 '--remove --purge ends with 0'
is "$(ls -d "$etc" "$state" "$var/spool/postfrank" "$var/run/postfrank" \
	2>/dev/null)" '' 'then the files are away'
is "$(grep -h '^postfrank:' /etc/passwd /etc/group)" '' 'and user and group'
install_system --remove --purge
is "$status" 0 'and doing it twice is no error'
done_testing
