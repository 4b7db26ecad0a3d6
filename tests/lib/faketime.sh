# SPDX-License-Identifier: ISC
# For flow tests that move the clock. Sourced, behind tap.sh.

# faketime names its shared memory after its process and leaves it behind when
# it is ended; a later one with the same number then refuses to begin. What
# belongs to no process goes away.
faketime_sweep() {
	for faketime_left in /dev/shm/faketime_shm_* /dev/shm/sem.faketime_sem_*
	do
		[ -O "$faketime_left" ] || continue
		kill -0 "${faketime_left##*_}" 2>/dev/null ||
			rm -f "$faketime_left"
	done
}
