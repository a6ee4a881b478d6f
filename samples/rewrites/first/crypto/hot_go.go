//go:build !rust

package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
)

// hot seals a document: after a key and the first bytes of a nonce come its bytes. The answer has its SHA-256, then each
// block with its own digest in front, sealed by AES-256-GCM.
//
//go:noinline
func hot(input []byte) []byte {
	key, prefix, document := input[:keySize], input[keySize:headSize], input[headSize:]
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // of the length of a key that is a constant
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	blocks := (len(document) + blockSize - 1) / blockSize
	out := make([]byte, 0, sha256.Size+len(document)+blocks*(sha256.Size+aead.Overhead()))
	whole := sha256.Sum256(document)
	out = append(out, whole[:]...)
	nonce := make([]byte, aead.NonceSize())
	copy(nonce, prefix)
	for i := range blocks {
		part := document[i*blockSize : min((i+1)*blockSize, len(document))]
		digest := sha256.Sum256(part)
		out = append(out, digest[:]...)
		binary.BigEndian.PutUint32(nonce[len(prefix):], uint32(i))
		out = aead.Seal(out, nonce, part, digest[:])
	}
	return out
}
