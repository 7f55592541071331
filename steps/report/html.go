package report

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/steps/text"
)

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}td{border-bottom:1px solid #ddd;padding:.25rem .5rem;vertical-align:top;overflow-wrap:anywhere}
code{font:13px ui-monospace,monospace}td.pass,td.fail,td.warn,td.skip,td[class]+td{white-space:nowrap}.pass{color:#1a7f37}.fail{color:#b3261e;font-weight:600}.warn{color:#8a5a00}.skip{color:#666}
svg{max-width:100%;height:auto}svg text{font:13px system-ui,sans-serif;fill:#1b1b1b}
@media(prefers-color-scheme:dark){body{background:#16181d;color:#e6e6e6}td{border-color:#333}svg text{fill:#e6e6e6}td.pass,td.fail,td.warn,td.skip,td[class]+td{white-space:nowrap}.pass{color:#57c46f}.fail{color:#ff7b72}.warn{color:#e3b341}.skip{color:#999}}`

// HTML is a document as one page that needs nothing else: styles and pictures are in it, scripts are not.
func HTML(d Document, l text.Lang) string {
	w, b := wordsOf(), &strings.Builder{}
	e := html.EscapeString
	fmt.Fprintf(b, "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">", e(string(l)))
	fmt.Fprintf(b, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>%s</title><style>%s</style></head><body>\n", e(w.title.In(l)), style)
	fmt.Fprintf(b, "<h1>%s</h1><p>%s · %s · agentcore-workshop %s</p>\n", e(w.title.In(l)), e(w.place(d, l)), e(d.Made.Format(time.RFC3339)), e(d.Version.Program))
	fmt.Fprintf(b, "<h2>%s</h2>\n%s\n", e(w.timeline.In(l)), timeline(d, l))
	fmt.Fprintf(b, "<h2>%s</h2>\n", e(w.verification.In(l)))
	if d.Verified == nil {
		fmt.Fprintf(b, "<p>%s</p>\n", e(w.none.In(l)))
	} else {
		fmt.Fprintf(b, "<p>%s, %s</p>\n", e(d.Verified.Format(time.RFC3339)), e(w.count(d, l)))
	}
	b.WriteString("<table>\n")
	for _, c := range d.Checks {
		fmt.Fprintf(b, "<tr><td class=\"%s\">%[1]s</td><td><code>%s</code></td><td>%s</td></tr>\n", e(string(c.Status)), e(c.ID), e(explained(w, c, l)))
	}
	fmt.Fprintf(b, "</table>\n<h2>%s</h2>\n<table>\n", e(w.facts.In(l)))
	for _, f := range d.Facts {
		fmt.Fprintf(b, "<tr><td><code>%s</code></td><td><code>%s</code></td></tr>\n", e(f.Key), e(f.Value))
	}
	b.WriteString("</table>\n")
	for i, name := range flowsOf(d) {
		if i == 0 {
			fmt.Fprintf(b, "<h2>%s</h2>\n", e(w.flows.In(l)))
		}
		fmt.Fprintf(b, "<h3>%s</h3>\n%s\n", e(name), sequence(d, name))
	}
	b.WriteString("</body></html>\n")
	return b.String()
}

func colour(status string) string {
	switch status {
	case "ok":
		return "#1a7f37"
	case "failed":
		return "#b3261e"
	}
	return "#777"
}

// timeline draws the steps from top to bottom, each with when it began, how it ended and how long it took.
func timeline(d Document, l text.Lang) string {
	if len(d.Steps) == 0 {
		return "<p>" + html.EscapeString(wordsOf().none.In(l)) + "</p>"
	}
	const row = 34
	b := &strings.Builder{}
	height := row*len(d.Steps) + 10
	fmt.Fprintf(b, `<svg role="img" viewBox="0 0 900 %d" width="900" height="%[1]d"><line x1="164" y1="12" x2="164" y2="%d" stroke="#999"/>`, height, height-12)
	for i, m := range d.Steps {
		y := row*i + 20
		fmt.Fprintf(b, `<text x="4" y="%d">%s</text><circle cx="164" cy="%d" r="7" fill="%s"/><text x="182" y="%d">%s</text>`,
			y+5, m.Time.Format(time.DateTime), y, colour(m.Status), y+5,
			html.EscapeString(text.Cut(fmt.Sprintf("%s (%s, %s) %s", m.Title, m.Status, time.Duration(m.TookMS)*time.Millisecond, m.Summary), 100)))
	}
	return b.String() + "</svg>"
}

func flowsOf(d Document) []string {
	var names []string
	for _, h := range d.Hops {
		if !slices.Contains(names, h.Flow) {
			names = append(names, h.Flow)
		}
	}
	return names
}

// sequence draws a flow: a lane for each party, an arrow for each message.
func sequence(d Document, name string) string {
	var hops []Message
	var lanes []string
	for _, h := range d.Hops {
		if h.Flow != name {
			continue
		}
		hops = append(hops, h)
		for _, party := range []string{h.From, h.To} {
			if !slices.Contains(lanes, party) {
				lanes = append(lanes, party)
			}
		}
	}
	const wide, row = 200, 46
	x := func(party string) int { return wide*slices.Index(lanes, party) + wide/2 }
	width, height := max(wide*len(lanes), 700), row*len(hops)+60
	b := &strings.Builder{}
	fmt.Fprintf(b, `<svg role="img" viewBox="0 0 %d %d" width="%[1]d" height="%[2]d"><defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="#666"/></marker></defs>`, width, height)
	for _, party := range lanes {
		fmt.Fprintf(b, `<text x="%d" y="18" text-anchor="middle" font-weight="600">%s</text><line x1="%[1]d" y1="26" x2="%[1]d" y2="%[3]d" stroke="#bbb" stroke-dasharray="4 4"/>`, x(party), html.EscapeString(party), height-6)
	}
	for i, h := range hops {
		y := row*i + 62
		from, to := x(h.From), x(h.To)
		if from == to {
			to += 60
		}
		fmt.Fprintf(b, `<text x="%d" y="%d">%s</text><line x1="%d" y1="%d" x2="%d" y2="%[5]d" stroke="#666" marker-end="url(#a)"/>`,
			min(from, to)+6, y-6, html.EscapeString(fmt.Sprintf("%d. %s", i+1, h.Title)), from, y, to)
	}
	return b.String() + "</svg>"
}
