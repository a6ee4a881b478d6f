// Thumbs makes small pictures of large ones: buffers without pointers, and little else alive.
package main

import (
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"math/rand/v2"
	"strings"

	"example.com/gcattribution/internal/measure"
)

const width, height = 320, 240

type tag struct {
	name, value string
	next        *tag
}

type record struct {
	name   string
	places map[string]string
	tags   *tag
	views  int
}

// stored is one picture with what every function makes of it.
type stored struct {
	packed    []byte
	picture   *image.RGBA
	scaled    *image.RGBA
	sharpened *image.RGBA
	tags      []*tag
	contrast  float64
	encoded   []byte
}

func main() {
	measure.Run(measure.Program{
		Name:      "thumbs",
		Functions: []string{"unpackPicture", "scalePicture", "sharpenPicture", "measureContrast", "tagPicture", "encodePicture"},
		Items:     600,
		Prepare: func(on func(string) bool, _ int) func(i, w int) uint64 {
			pictures, catalog := makePictures(24), makeCatalog(40_000)
			unpack, scale, sharpen, contrast, tags, encode := on("unpackPicture"), on("scalePicture"), on("sharpenPicture"), on("measureContrast"), on("tagPicture"), on("encodePicture")
			return func(i, _ int) uint64 {
				p := pictures[i%len(pictures)]
				picture, scaled, sharpened, found, light, encoded := p.picture, p.scaled, p.sharpened, p.tags, p.contrast, p.encoded
				if unpack {
					picture = unpackPicture(p.packed)
				}
				if scale {
					scaled = scalePicture(picture, width/2, height/2)
				}
				if sharpen {
					sharpened = sharpenPicture(scaled)
				}
				if contrast {
					light = measureContrast(picture)
				}
				if tags {
					found = tagPicture(scaled)
				}
				if encode {
					encoded = encodePicture(sharpened)
				}
				catalog[i%len(catalog)].views++
				return uint64(crc32.ChecksumIEEE(encoded)) + math.Float64bits(light)%1000 + uint64(len(found)) + uint64(picture.Pix[9]) + uint64(scaled.Pix[9])
			}
		},
	})
}

func unpackPicture(packed []byte) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	data, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		panic(err)
	}
	for n := 0; n < width*height; n++ { // stored as differences from the pixel before
		for c := range 3 {
			picture.Pix[4*n+c] = data[3*n+c]
			if n > 0 {
				picture.Pix[4*n+c] += picture.Pix[4*n-4+c]
			}
		}
		picture.Pix[4*n+3] = 255
	}
	return picture
}

// scalePicture averages in linear light, in a plane of floats for each colour.
func scalePicture(from *image.RGBA, w, h int) *image.RGBA {
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	stepX, stepY := from.Rect.Dx()/w, from.Rect.Dy()/h
	for c := range 3 {
		plane := make([]float32, from.Rect.Dx()*from.Rect.Dy())
		for n := range plane {
			v := float32(from.Pix[4*n+c]) / 255
			plane[n] = v * v
		}
		for y := range h {
			for x := range w {
				var sum float32
				for dy := range stepY {
					for dx := range stepX {
						sum += plane[(y*stepY+dy)*from.Rect.Dx()+x*stepX+dx]
					}
				}
				to.Pix[4*(y*w+x)+c] = uint8(255 * math.Sqrt(float64(sum/float32(stepX*stepY))))
			}
		}
	}
	for n := 3; n < len(to.Pix); n += 4 {
		to.Pix[n] = 255
	}
	return to
}

func sharpenPicture(from *image.RGBA) *image.RGBA {
	w, h := from.Rect.Dx(), from.Rect.Dy()
	blurred := make([]float32, len(from.Pix))
	for y := 1; y < h-1; y++ {
		for n := 4 * (y*w + 1); n < 4*(y*w+w-1); n++ {
			blurred[n] = (4*float32(from.Pix[n]) + 2*(float32(from.Pix[n-4])+float32(from.Pix[n+4])+float32(from.Pix[n-4*w])+float32(from.Pix[n+4*w]))) / 12
		}
	}
	to := image.NewRGBA(from.Rect)
	for n, b := range blurred {
		v := float32(from.Pix[n])
		to.Pix[n] = uint8(max(0, min(255, v+0.7*(v-b))))
	}
	return to
}

// measureContrast reads every pixel and allocates nothing that outlives a call.
func measureContrast(picture *image.RGBA) float64 {
	var histogram [256]int
	for n := 0; n < len(picture.Pix); n += 4 {
		histogram[(299*int(picture.Pix[n])+587*int(picture.Pix[n+1])+114*int(picture.Pix[n+2]))/1000]++
	}
	sum, squares := 0.0, 0.0
	for value, count := range histogram {
		sum += float64(value * count)
		squares += float64(value * value * count)
	}
	n := float64(width * height)
	return math.Sqrt(squares/n - sum*sum/n/n)
}

// tagPicture names the colours of each tile: many small objects with pointers.
func tagPicture(picture *image.RGBA) []*tag {
	var tags []*tag
	counts := map[string]int{}
	var last *tag
	for y := 0; y < picture.Rect.Dy(); y += 4 {
		for x := 0; x < picture.Rect.Dx(); x += 4 {
			c := picture.RGBAAt(x, y)
			name := shade(c)
			counts[name]++
			last = &tag{name, fmt.Sprintf("%d,%d", x, y), last}
			if counts[name]%8 == 1 {
				tags = append(tags, last)
			}
		}
	}
	return tags
}

func shade(c color.RGBA) string {
	parts := []string{"r" + string(rune('0'+c.R/64)), "g" + string(rune('0'+c.G/64)), "b" + string(rune('0'+c.B/64))}
	return strings.Join(parts, "-")
}

func encodePicture(picture *image.RGBA) []byte {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: 80}); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// makeCatalog is what such a service knows of its pictures: it is alive all the time, and has pointers.
func makeCatalog(count int) []*record {
	catalog := make([]*record, count)
	for n := range catalog {
		r := &record{name: fmt.Sprintf("picture-%06d.jpeg", n), places: map[string]string{"origin": fmt.Sprint("store/", n%97)}}
		catalog[n] = r
	}
	random := rand.New(rand.NewPCG(13, 14))
	for n := range 5 * count { // as they are given: neighbours in memory belong to different pictures
		r := catalog[random.IntN(count)]
		r.tags = &tag{fmt.Sprint("tag", n%40), fmt.Sprint("value", n%1_000), r.tags}
	}
	return catalog
}

func makePictures(count int) []*stored {
	random := rand.New(rand.NewPCG(11, 12))
	pictures := make([]*stored, count)
	for k := range pictures {
		data := make([]byte, 0, 3*width*height)
		var before [3]byte
		fx, fy := 20+40*random.Float64(), 20+40*random.Float64()
		for n := range width * height {
			x, y := float64(n%width), float64(n/width)
			for c := range 3 {
				v := byte(127 + 90*math.Sin(x/fx+float64(c))*math.Cos(y/fy) + 30*random.Float64())
				data = append(data, v-before[c])
				before[c] = v
			}
		}
		var packed bytes.Buffer
		w, err := flate.NewWriter(&packed, 6)
		if err != nil {
			panic(err)
		}
		if _, err := w.Write(data); err != nil {
			panic(err)
		}
		if err := w.Close(); err != nil {
			panic(err)
		}
		p := &stored{packed: packed.Bytes()}
		p.picture = unpackPicture(p.packed)
		p.scaled = scalePicture(p.picture, width/2, height/2)
		p.sharpened = sharpenPicture(p.scaled)
		p.tags = tagPicture(p.scaled)
		p.contrast = measureContrast(p.picture)
		p.encoded = encodePicture(p.sharpened)
		pictures[k] = p
	}
	return pictures
}
