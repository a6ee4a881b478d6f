package main

import (
	"syscall"
	"unsafe"
)

type state int

const (
	stopped state = iota
	exited
	failed
)

// stateOf waits until a child stops or ends; the end is left for wait to collect, the stop is not.
func stateOf(pid int) state {
	const idPID, exitedFlag, stoppedFlag, noWait = 1, 4, 2, 0x01000000
	const codeExited, codeStopped = 1, 5
	var info [128]byte
	for {
		_, _, errno := syscall.Syscall6(syscall.SYS_WAITID, idPID, uintptr(pid), uintptr(unsafe.Pointer(&info)), exitedFlag|stoppedFlag|noWait, 0, 0)
		if errno == syscall.EINTR {
			continue
		}
		if errno != 0 {
			return failed
		}
		break
	}
	switch *(*int32)(unsafe.Pointer(&info[8])) {
	case codeStopped:
		var status syscall.WaitStatus
		if _, err := syscall.Wait4(pid, &status, syscall.WUNTRACED, nil); err != nil {
			return failed
		}
		return stopped
	case codeExited:
		return exited
	}
	return failed
}
