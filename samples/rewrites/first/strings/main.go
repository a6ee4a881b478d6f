// Command strings writes stock lists as text. What is not rewritten is the server around it: the HTTP message, the check
// of the rows, and the answer with its ETag.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"net/http"

	"example.com/rewrites/harness"
	"example.com/rewrites/wire"
)

func main() { harness.Main(harness.Program{Kind: "strings", Request: request, Handle: handle}) }

func handle(message []byte) []byte {
	request, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(message)))
	if err != nil {
		return answer(http.StatusBadRequest, []byte("malformed request\n"))
	}
	rows, err := io.ReadAll(request.Body)
	if err != nil || fmt.Sprintf("crc32=%08x", crc32.ChecksumIEEE(rows)) != request.Header.Get("Digest") {
		return answer(http.StatusBadRequest, []byte("damaged rows\n"))
	}
	return answer(http.StatusOK, hot(rows))
}

func answer(status int, body []byte) []byte {
	sum := sha256.Sum256(body)
	response := http.Response{StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(body)),
		Header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}, "Etag": {`"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}},
		Body:   io.NopCloser(bytes.NewReader(body))}
	var out bytes.Buffer
	if err := response.Write(&out); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

var (
	names     = []string{"Kettle 1.7 l", "Desk lamp \"Nord\"", "Café cups; set of 6", "Rope & hooks", "Notebook A5", "Gläser <bruchfest>", "Kid's chair"}
	suppliers = []string{"Müller & Söhne", "Atlas Trading Ltd", "Ocean; Fish Co", "north wind"}
)

// request brings a list of 60 products in the layout of the store that keeps them.
func request(random *rand.Rand) []byte {
	var rows []byte
	for range 60 {
		rows = wire.AppendUint32(rows, random.Uint32N(100_000_000))
		rows = wire.AppendInt64(rows, random.Int64N(400))
		rows = wire.AppendInt64(rows, 50+random.Int64N(3_000_000))
		rows = wire.AppendInt64(rows, random.Int64N(60_000))
		rows = wire.AppendInt64(rows, random.Int64N(1_000_000))
		rows = wire.AppendText(rows, fmt.Sprintf("%s, no. %d", names[random.IntN(len(names))], random.IntN(500)))
		rows = wire.AppendText(rows, suppliers[random.IntN(len(suppliers))])
	}
	head := fmt.Sprintf("POST /v1/lists HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: backoffice/1.9\r\nAccept: text/plain\r\n"+
		"Digest: crc32=%08x\r\nContent-Length: %d\r\n\r\n", crc32.ChecksumIEEE(rows), len(rows))
	return append([]byte(head), rows...)
}
