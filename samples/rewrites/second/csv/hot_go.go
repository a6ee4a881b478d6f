//go:build !rust

package main

import (
	"bytes"
	"encoding/csv"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"

	"example.com/rewrites/wire"
)

type totals struct {
	rows          uint32
	pieces, cents int64
}

// hot keeps what is paid and worth at least 10, and returns how many rows it could not read, the totals of each region,
// and the rows as CSV. It returns nothing if the report is malformed.
//
//go:noinline
func hot(input []byte) []byte {
	reader := csv.NewReader(bytes.NewReader(input))
	if header, err := reader.Read(); err != nil || len(header) != 10 {
		return nil
	}
	var kept bytes.Buffer
	writer := csv.NewWriter(&kept)
	writer.Write([]string{"date", "order", "region", "customer", "product", "quantity", "amount", "remark"})
	regions := map[string]*totals{}
	var skipped uint32
	for {
		record, err := reader.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil
		}
		quantity, err1 := strconv.ParseInt(record[5], 10, 64)
		price, err2 := strconv.ParseFloat(record[6], 64)
		discount, err3 := strconv.ParseFloat(record[7], 64)
		if err1 != nil || err2 != nil || err3 != nil {
			skipped++
			continue
		}
		cents := int64(math.Round(price * float64(quantity) * (100 - discount))) // of a discount in per cent
		if record[8] != "paid" || cents < 1000 {
			continue
		}
		region, found := regions[record[2]]
		if !found {
			region = &totals{}
			regions[record[2]] = region
		}
		region.rows++
		region.pieces += quantity
		region.cents += cents
		writer.Write([]string{record[0], record[1], record[2], record[3], record[4],
			strconv.FormatInt(quantity, 10), strconv.FormatFloat(float64(cents)/100, 'f', 2, 64), record[9]})
	}
	writer.Flush()
	if writer.Error() != nil {
		return nil
	}
	out := wire.AppendUint32(nil, skipped)
	out = wire.AppendUint32(out, uint32(len(regions)))
	for _, name := range slices.Sorted(maps.Keys(regions)) {
		region := regions[name]
		out = wire.AppendText(out, name)
		out = wire.AppendUint32(out, region.rows)
		out = wire.AppendInt64(out, region.pieces)
		out = wire.AppendInt64(out, region.cents)
	}
	return append(out, kept.Bytes()...)
}
