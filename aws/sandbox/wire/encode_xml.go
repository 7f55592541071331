package wire

import (
	"bytes"
	"encoding/xml"
	"fmt"

	"agentcore-workshop/aws/sandbox/core"
)

// xmlAnswer writes <OpResponse><OpResult>…</OpResult><ResponseMetadata>…</OpResponse>.
func xmlAnswer(op *Operation, out core.Object, requestID string) []byte {
	w := &xmlWriter{}
	w.raw(`<` + op.Name + `Response xmlns="`)
	w.text(op.Service.XMLNamespace)
	w.raw(`">`)
	if op.Out != nil {
		w.open(op.Name + "Result")
		w.structure(op.Out, out)
		w.shut(op.Name + "Result")
	}
	w.raw("<ResponseMetadata><RequestId>")
	w.text(requestID)
	w.raw("</RequestId></ResponseMetadata></" + op.Name + "Response>")
	return w.Bytes()
}

// xmlError is the envelope of Query's errors.
func xmlError(namespace string, e *core.Error, status int, requestID string) []byte {
	side := "Sender"
	if status >= 500 {
		side = "Receiver"
	}
	w := &xmlWriter{}
	w.raw(`<ErrorResponse xmlns="`)
	w.text(namespace)
	w.raw(`"><Error><Type>` + side + `</Type><Code>`)
	w.text(e.Code)
	w.raw("</Code><Message>")
	w.text(e.Message)
	w.raw("</Message></Error><RequestId>")
	w.text(requestID)
	w.raw("</RequestId></ErrorResponse>")
	return w.Bytes()
}

type xmlWriter struct{ bytes.Buffer }

func (w *xmlWriter) raw(s string)     { w.WriteString(s) }
func (w *xmlWriter) open(name string) { w.raw("<" + name + ">") }
func (w *xmlWriter) shut(name string) { w.raw("</" + name + ">") }
func (w *xmlWriter) text(s string)    { _ = xml.EscapeText(w, []byte(s)) } // a buffer never fails

func (w *xmlWriter) structure(shape *Shape, fields core.Object) {
	for _, p := range fitted(shape, fields) {
		w.open(p.member.Name)
		w.value(p.member.Shape, p.value)
		w.shut(p.member.Name)
	}
}

func (w *xmlWriter) value(shape *Shape, value any) {
	value = tree(value)
	switch shape.Type {
	case "structure":
		if fields, ok := value.(core.Object); ok {
			w.structure(shape, fields)
		}
	case "list":
		items, _ := value.([]any)
		for _, item := range items {
			w.open("member")
			w.value(shape.elem, item)
			w.shut("member")
		}
	case "map":
		fields, _ := value.(core.Object)
		for _, key := range sortedKeys(fields) {
			w.raw("<entry><key>")
			w.text(key)
			w.raw("</key><value>")
			w.value(shape.value, fields[key])
			w.raw("</value></entry>")
		}
	case "timestamp":
		if t, ok := moment(value); ok {
			w.text(iso(t))
		}
	default:
		if value = scalar(shape, value); value != nil {
			w.text(fmt.Sprint(value))
		}
	}
}
