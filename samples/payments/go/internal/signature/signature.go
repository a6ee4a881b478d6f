// Package signature signs and checks requests: HMAC-SHA256 over method, path, timestamp, idempotency key and body.
package signature

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// Sign returns the signature as lower-case hexadecimal digits.
func Sign(key []byte, method, path, timestamp, idempotencyKey string, body []byte) string {
	return hex.EncodeToString(sum(key, method, path, timestamp, idempotencyKey, body))
}

// Valid compares in constant time.
func Valid(key []byte, given, method, path, timestamp, idempotencyKey string, body []byte) bool {
	decoded, err := hex.DecodeString(given)
	return err == nil && hmac.Equal(decoded, sum(key, method, path, timestamp, idempotencyKey, body))
}

func sum(key []byte, method, path, timestamp, idempotencyKey string, body []byte) []byte {
	mac := hmac.New(sha256.New, key)
	for _, part := range []string{method, path, timestamp, idempotencyKey} {
		mac.Write([]byte(part))
		mac.Write([]byte{'\n'})
	}
	mac.Write(body)
	return mac.Sum(nil)
}
