// The detector of gitleaks, or of a scanner with the same interface, over files, in process.
//
//	leaks --rules     prints its rules' regular expressions, one a line
//	leaks BODY...     prints one JSON object: how many rules there are, and for each body the median over five rounds of the
//	                  microseconds of CPU that one scan takes, and how many findings there are
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"syscall"

	"DETECT"
)

const rounds = 5

type body struct {
	Bytes        int     `json:"bytes"`
	Microseconds float64 `json:"microseconds"`
	Findings     int     `json:"findings"`
}

func cpuMicroseconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Sec+usage.Stime.Sec)*1e6 + float64(usage.Utime.Usec+usage.Stime.Usec)
}

// costOf gives the microseconds of CPU, of all threads, that one scan takes.
func costOf(scan func() int, calls int) float64 {
	before := cpuMicroseconds()
	for i := 0; i < calls; i++ {
		scan()
	}
	return (cpuMicroseconds() - before) / float64(calls)
}

func measure(detector *detect.Detector, path string) body {
	bytes, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	text := string(bytes)
	scan := func() int { return len(detector.DetectString(text)) }
	found := scan()
	calls := 1
	for costOf(scan, calls)*float64(calls) < 50_000 {
		calls *= 2
	}
	var costs []float64
	for i := 0; i < rounds; i++ {
		costs = append(costs, costOf(scan, calls))
	}
	sort.Float64s(costs)
	return body{Bytes: len(bytes), Microseconds: costs[rounds/2], Findings: found}
}

func main() {
	detector, err := detect.NewDetectorDefaultConfig()
	if err != nil {
		panic(err)
	}
	if len(os.Args) == 2 && os.Args[1] == "--rules" {
		for _, id := range detector.Config.OrderedRules {
			if rule := detector.Config.Rules[id]; rule.Regex != nil {
				fmt.Println(rule.Regex.String())
			}
		}
		return
	}
	bodies := []body{}
	for _, path := range os.Args[1:] {
		bodies = append(bodies, measure(detector, path))
	}
	out, err := json.Marshal(map[string]any{"rules": len(detector.Config.Rules), "bodies": bodies})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(out))
}
