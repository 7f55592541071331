package steps

import (
	"context"
	"fmt"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/given"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/vendors"
)

// listVendors is the table of vendors, as data and as text.
func listVendors(context.Context, *flow.Session, *flow.Report, flow.Args) (flow.Result, error) {
	return flow.Result{JSON: vendorList{}, Text: vendorList{}.text}, nil
}

// vendorList is the table of vendors in a reader's language.
type vendorList struct{}

type vendorWire struct {
	Vendor string   `json:"vendor"`
	Short  string   `json:"short"`
	Title  string   `json:"title"`
	Config string   `json:"config"`
	Needs  []string `json:"needs"`
	Takes  []string `json:"takes"`
	Shape  string   `json:"shape,omitempty"`
	Where  string   `json:"register_callback_at"`
	Note   string   `json:"note,omitempty"`
	Docs   string   `json:"docs"`
}

// needed are a vendor's needs as they are said: custom has a choice.
func needed(v vendors.Vendor) []string {
	all := v.Needs()
	if v.Config == vendors.ConfigCustom {
		all = append(all, vendors.FieldDiscovery+" | "+strings.Join(vendors.Endpoints(), "+"))
	}
	return append(all, given.ClientSecret().Name)
}

// Wire is the table as JSON.
func (vendorList) Wire(l text.Lang) any {
	rows := []vendorWire{}
	for _, v := range vendors.All() {
		rows = append(rows, vendorWire{v.Name, v.Short(), v.Title, string(v.Config), needed(v), v.Takes(), v.Shape, v.Where.In(l), v.Note.In(l), v.Docs()})
	}
	return map[string]any{"vendors": rows}
}

func (vendorList) text(l text.Lang, _ int) string {
	var b strings.Builder
	for _, v := range vendors.All() {
		fmt.Fprintf(&b, "%s  %s  %s\n", text.Pad(v.Short(), 10), text.Pad(v.Name, 16), strings.Join(needed(v), ", "))
		if v.Shape != "" {
			fmt.Fprintf(&b, "%s  %s\n", text.Pad("", 10), v.Shape)
		}
		if !v.Note.Empty() {
			fmt.Fprintf(&b, "%s  %s\n", text.Pad("", 10), v.Note.In(l))
		}
	}
	b.WriteString(text.T{En: "provider create NAME --vendor VENDOR … makes one; what is not given is asked for.", Ko: "provider create NAME --vendor VENDOR … 명령으로 만들며, 빠진 값은 하나씩 묻습니다."}.In(l) + "\n")
	return b.String()
}
