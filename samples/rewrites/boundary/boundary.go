//go:build rust

// Package boundary calls the Rust rewrite of a hot part, a static library in this process: one call a request.
package boundary

/*
#cgo LDFLAGS: -lrewrite -lm -ldl -lpthread
#cgo noescape rewrite_hot
#cgo nocallback rewrite_hot
#include <stddef.h>
#include <stdint.h>
size_t rewrite_hot(const uint8_t *input, size_t input_len, uint8_t *answer, size_t room);
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// Call returns the rewrite's answer to input. The caller knows how long it can become: asking first would be a second call.
func Call(input []byte, room int) []byte {
	answer := make([]byte, room)
	size := int(C.rewrite_hot((*C.uint8_t)(unsafe.SliceData(input)), C.size_t(len(input)),
		(*C.uint8_t)(unsafe.SliceData(answer)), C.size_t(room)))
	if size > room {
		panic(fmt.Sprintf("an answer of %d bytes where %d are the most", size, room))
	}
	return answer[:size]
}
