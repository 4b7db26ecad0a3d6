# SPDX-License-Identifier: ISC
# Finds out what is missing on this machine and installs it with the package
# manager that is there. Sourced by rehearse and check; does nothing by itself.
# Starts no service of the distribution and refuses to bring in a mail server.

# need | how to see that it is there | Debian | Fedora | openSUSE | Arch | Alpine
# A test that begins with "pc:" asks pkg-config, "file:" looks for a file, "pp:"
# tries a compiler; any other one is a command to be found.
packages_build='
autoreconf|autoreconf|autoconf|autoconf|autoconf|autoconf|autoconf
automake|automake|automake|automake|automake|automake|automake
pkg-config|pkg-config|pkg-config|pkgconf-pkg-config|pkg-config|pkgconf|pkgconf
make|make|make|make|make|make|make
compiler|gcc|gcc|gcc|gcc|gcc|gcc
headers|file:/usr/include/stdlib.h|libc6-dev|glibc-devel|glibc-devel|glibc|musl-dev
libcurl|pc:libcurl|libcurl4-openssl-dev|libcurl-devel|libcurl-devel|curl|curl-dev
libcjson|pc:libcjson|libcjson-dev|cjson-devel|cJSON-devel|cjson|cjson-dev
libsodium|pc:libsodium|libsodium-dev|libsodium-devel|libsodium-devel|libsodium|libsodium-dev
libmicrohttpd|pc:libmicrohttpd|libmicrohttpd-dev|libmicrohttpd-devel|libmicrohttpd-devel|libmicrohttpd|libmicrohttpd-dev
ncurses|pc:ncursesw|libncurses-dev|ncurses-devel|ncurses-devel|ncurses|ncurses-dev
qrencode|pc:libqrencode|libqrencode-dev|qrencode-devel|qrencode-devel|qrencode|libqrencode-dev
gnutls|pc:gnutls|libgnutls28-dev|gnutls-devel|libgnutls-devel|gnutls|gnutls-dev
cmocka|pc:cmocka|libcmocka-dev|libcmocka-devel|libcmocka-devel|cmocka|cmocka-dev
certificates|file:/etc/ssl/certs|ca-certificates|ca-certificates|ca-certificates|ca-certificates|ca-certificates
'
packages_practice='
w3m|w3m|w3m|w3m|w3m|w3m|w3m
'
packages_test='
vterm|pc:vterm|libvterm-dev|libvterm-devel|libvterm-devel|libvterm|libvterm-dev
tmux|tmux|tmux|tmux|tmux|tmux|tmux
zbarimg|zbarimg|zbar-tools|zbar|zbar|zbar|zbar
mandoc|mandoc|mandoc|mandoc|mandoc|mandoc|mandoc
curl|curl|curl|curl|curl|curl|curl
w3m|w3m|w3m|w3m|w3m|w3m|w3m
git|git|git|git|git|git|git
dovecot|dovecot|dovecot-core|dovecot|dovecot|dovecot|dovecot
dovecot-imap|file:/usr/lib/dovecot/imap|dovecot-imapd|dovecot|dovecot|dovecot|dovecot
dovecot-pop3|file:/usr/lib/dovecot/pop3|dovecot-pop3d|dovecot|dovecot|dovecot|dovecot-pop3d
dovecot-submission|file:/usr/lib/dovecot/submission|dovecot-submissiond|dovecot|dovecot|dovecot|dovecot-submissiond
unshare|unshare|util-linux|util-linux|util-linux|util-linux|util-linux
strace|strace|strace|strace|strace|strace|strace
ip|ip|iproute2|iproute|iproute2|iproute2|iproute2
faketime|faketime|faketime|libfaketime|libfaketime|libfaketime|libfaketime
'
packages_long='
clang|clang|clang|clang|clang|clang|clang
clang-runtime|pp:clang|libclang-rt-14-dev|compiler-rt|clang|compiler-rt|compiler-rt
clang-tidy|clang-tidy|clang-tidy|clang-tools-extra|clang-tools|clang|clang-extra-tools
cppcheck|cppcheck|cppcheck|cppcheck|cppcheck|cppcheck|cppcheck
valgrind|valgrind|valgrind|valgrind|valgrind|valgrind|valgrind
xz|xz|xz-utils|xz|xz|xz|xz
'
# The peers of tests/bench/run: msmtp itself, not the package that makes it this
# machine's sendmail.
packages_bench='
curl|curl|curl|curl|curl|curl|curl
msmtp|msmtp|msmtp|msmtp|msmtp|msmtp|msmtp
whiptail|whiptail|whiptail|newt|newt|libnewt|newt
dialog|dialog|dialog|dialog|dialog|dialog|dialog
dbusmock|file:/usr/lib/python3/dist-packages/dbusmock|python3-dbusmock|python3-dbusmock|python3-python-dbusmock|python-dbusmock|py3-dbusmock
dbus-run-session|dbus-run-session|dbus|dbus-daemon|dbus-1|dbus|dbus
nmtui|nmtui|network-manager|NetworkManager-tui|NetworkManager-tui|networkmanager|networkmanager-tui
'

# Is this need met?
package_is_there() {
	case $1 in
	pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
	file:*) [ -e "${1#file:}" ] || package_elsewhere "${1#file:}" ;;
	pp:clang) package_clang_links ;;
	*) command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] ;;
	esac
}

# The same file where other distributions keep it.
package_elsewhere() {
	case $1 in
	/usr/lib/dovecot/*) [ -e "/usr/libexec/dovecot/${1##*/}" ] ;;
	/etc/ssl/certs) [ -e /etc/pki/tls/certs ] ;;
	*) return 1 ;;
	esac
}

# Can clang link with the sanitizers?
package_clang_links() {
	command -v clang >/dev/null 2>&1 || return 1
	package_probe=$(mktemp) || return 1
	echo 'int main(void) { return 0; }' |
		clang -fsanitize=address,undefined -x c - -o "$package_probe" \
			>/dev/null 2>&1
	package_status=$?
	rm -f "$package_probe"
	return $package_status
}

# Debian names the runtime after the compiler's version.
package_clang_runtime() {
	package_version=$(clang -dumpversion 2>/dev/null | cut -d. -f1)
	[ -n "$package_version" ] ||
		package_version=$(apt-cache show clang 2>/dev/null |
			sed -n 's/^Depends:.*clang-\([0-9]*\).*/\1/p' |
			head -n 1)
	echo "libclang-rt-${package_version:-14}-dev"
}

package_manager() {
	for package_tool in apt-get dnf zypper pacman apk; do
		if command -v "$package_tool" >/dev/null 2>&1; then
			echo "$package_tool"
			return
		fi
	done
	echo none
}

# Names of the packages that are missing for the needs on standard input.
packages_missing() {
	case $1 in
	apt-get) package_column=3 ;; dnf) package_column=4 ;;
	zypper) package_column=5 ;; pacman) package_column=6 ;;
	*) package_column=7 ;;
	esac
	while IFS= read -r package_row; do
		[ -n "$package_row" ] || continue
		package_test=$(echo "$package_row" | cut -d'|' -f2)
		package_is_there "$package_test" && continue
		if [ "$package_test" = pp:clang ] && [ "$1" = apt-get ]; then
			package_clang_runtime
		else
			echo "$package_row" | cut -d'|' -f"$package_column"
		fi
	done | sort -u
}

# Runs as root: directly, or by sudo or doas.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null 2>&1; then
		sudo "$@"
	elif command -v doas >/dev/null 2>&1; then
		doas "$@"
	else
		echo "Not root, and neither sudo nor doas is here. As root:" >&2
		echo "    $*" >&2
		return 1
	fi
}

# Debian and Ubuntu: a package's service must neither start now nor at the next
# boot, and nothing may make this machine a mail server.
install_with_apt() {
	as_root apt-get update -qq || return 1
	apt_transports=$(apt-get install -s --no-install-recommends "$@" \
		2>/dev/null | grep -E '^Inst (exim4|postfix|sendmail|opensmtpd|courier-mta|dma|nullmailer|ssmtp|msmtp-mta)' |
		cut -d' ' -f2)
	if [ -n "$apt_transports" ]; then
		echo "Installing would bring in a mail server ($apt_transports)." >&2
		return 1
	fi
	apt_policy=
	if [ ! -e /usr/sbin/policy-rc.d ]; then
		printf '#!/bin/sh\nexit 101\n' |
			as_root tee /usr/sbin/policy-rc.d >/dev/null &&
			as_root chmod 755 /usr/sbin/policy-rc.d &&
			apt_policy=ours
	fi
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
		--no-install-recommends "$@" >/dev/null
	apt_status=$?
	[ -z "$apt_policy" ] || as_root rm -f /usr/sbin/policy-rc.d
	case " $* " in
	*" dovecot-core "*)
		! command -v systemctl >/dev/null 2>&1 ||
			as_root systemctl disable dovecot >/dev/null 2>&1 || :
		;;
	esac
	return $apt_status
}

# packages_install LIST...: installs what is missing of the lists named (build,
# test, long, bench).
packages_install() {
	package_needs=
	for package_list in "$@"; do
		case $package_list in
		build) package_needs=$package_needs$packages_build ;;
		practice) package_needs=$package_needs$packages_practice ;;
		test) package_needs=$package_needs$packages_test ;;
		long) package_needs=$package_needs$packages_long ;;
		bench) package_needs=$package_needs$packages_bench ;;
		esac
	done
	package_tool=$(package_manager)
	# shellcheck disable=SC2046
	set -- $(echo "$package_needs" | packages_missing "$package_tool")
	[ $# -gt 0 ] || return 0
	echo "Installing: $*"
	case $package_tool in
	apt-get) install_with_apt "$@" ;;
	dnf) as_root dnf install -y "$@" ;;
	zypper) as_root zypper --non-interactive install --no-recommends "$@" ;;
	pacman) as_root pacman -S --needed --noconfirm "$@" ;;
	apk) as_root apk add "$@" ;;
	*)
		echo "No package manager is known here. Install by hand: $*" >&2
		return 1
		;;
	esac
}
