// Package wire is the compact layout of records that go to a hot part and come back: little endian, text with its length.
package wire

import "encoding/binary"

// Reader takes values off the front of a message that this program made itself: one that is cut short panics.
type Reader struct{ Rest []byte }

func (r *Reader) Uint8() uint8 {
	v := r.Rest[0]
	r.Rest = r.Rest[1:]
	return v
}

func (r *Reader) Uint32() uint32 {
	v := binary.LittleEndian.Uint32(r.Rest)
	r.Rest = r.Rest[4:]
	return v
}

func (r *Reader) Int64() int64 {
	v := binary.LittleEndian.Uint64(r.Rest)
	r.Rest = r.Rest[8:]
	return int64(v)
}

// Bytes returns a part of the message, not a copy.
func (r *Reader) Bytes() []byte {
	n := binary.LittleEndian.Uint16(r.Rest)
	v := r.Rest[2 : 2+int(n)]
	r.Rest = r.Rest[2+int(n):]
	return v
}

func (r *Reader) Text() string { return string(r.Bytes()) }

func AppendUint32(b []byte, v uint32) []byte { return binary.LittleEndian.AppendUint32(b, v) }

func AppendInt64(b []byte, v int64) []byte { return binary.LittleEndian.AppendUint64(b, uint64(v)) }

func AppendText[T string | []byte](b []byte, v T) []byte {
	return append(binary.LittleEndian.AppendUint16(b, uint16(len(v))), v...)
}
