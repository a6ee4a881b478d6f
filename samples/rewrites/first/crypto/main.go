// Command crypto takes documents that are uploaded as a form and seals them. What is not rewritten is the form, the
// choice of the key, and the record of what was stored.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"mime/multipart"

	"example.com/rewrites/harness"
)

const (
	blockSize = 8192
	keySize   = 32
	headSize  = keySize + 8
	marker    = "form-boundary-5f2c9a"
)

type record struct {
	Name   string `json:"name"`
	Tenant string `json:"tenant"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
	CRC32  uint32 `json:"crc32"`
}

func main() { harness.Main(harness.Program{Kind: "crypto", Request: request, Handle: handle}) }

func handle(message []byte) []byte {
	form := multipart.NewReader(bytes.NewReader(message), marker)
	var tenant string
	var records []record
	var stored bytes.Buffer
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return []byte(`{"error":"malformed form"}`)
		}
		var content bytes.Buffer
		if part.FormName() == "file" {
			content.Grow(headSize + len(message)) // a document is nearly all of its form
			content.Write(head(tenant, part.FileName()))
		}
		if _, err := content.ReadFrom(part); err != nil {
			return []byte(`{"error":"malformed part"}`)
		}
		if part.FormName() != "file" {
			tenant = content.String()
			continue
		}
		sealed := hot(content.Bytes())
		records = append(records, record{part.FileName(), tenant, content.Len() - headSize,
			base64.StdEncoding.EncodeToString(sealed[:32]), crc32.ChecksumIEEE(sealed)})
		stored.Write(sealed)
	}
	out, err := json.Marshal(records)
	if err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return append(append(out, '\n'), stored.Bytes()...)
}

// head is the key of a tenant and what makes the nonces of a document its own. A service would ask its store of keys.
func head(tenant, name string) []byte {
	out := make([]byte, headSize)
	copy(out, tenant)
	copy(out[keySize:], fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(name))))
	return out
}

// request makes a form with a document of 40 to 56 KiB.
func request(random *rand.Rand) []byte {
	var out bytes.Buffer
	form := multipart.NewWriter(&out)
	must(form.SetBoundary(marker))
	must(form.WriteField("tenant", fmt.Sprintf("tenant-%04d", random.IntN(10_000))))
	file, err := form.CreateFormFile("file", fmt.Sprintf("scan-%08x.pdf", random.Uint32()))
	must(err)
	document := make([]byte, 40<<10+random.IntN(16<<10))
	for i := range document {
		document[i] = byte(random.Uint32())
	}
	_, err = file.Write(document)
	must(err)
	must(form.Close())
	return out.Bytes()
}

func must(err error) {
	if err != nil {
		panic(err) // a buffer takes everything
	}
}
