package console

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// Prefix is the path under which the pages are.
const Prefix = "/_console/"

// Request is one of the last requests, as the page about them shows it.
type Request struct {
	Time               time.Time
	Method, Path, Host string
	Service, Operation string
	Account, Region    string
	Status             int
	Error              string
	DurationMS         float64
	Inner              bool
}

// Console shows a cloud.
type Console struct {
	Cloud *core.Cloud
	// Account and Region are shown when the address names no other.
	Account, Region string
	// Requests lists the last requests, oldest first, without secrets.
	Requests func() []Request
}

// view is one page for one reader.
type view struct {
	*Console
	w       http.ResponseWriter
	ctx     context.Context
	public  func(string) string
	account string
	region  string
	lang    string
	chosen  bool // the language stands in the address
}

// Serve answers a request below Prefix. Public turns an AWS address into one that the reader can open.
func (c *Console) Serve(w http.ResponseWriter, r *http.Request, public func(string) string) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "These pages only show.", http.StatusMethodNotAllowed)
		return
	}
	q := r.URL.Query()
	v := &view{Console: c, w: w, ctx: r.Context(), public: public, account: c.Account, region: c.Region}
	v.lang, v.chosen = language(q.Get("lang"), r.Header.Get("Accept-Language"))
	if !v.enter(q) {
		v.frame(http.StatusNotFound, "", v.t("Nothing here", "아무것도 없음"),
			v.note(v.t("The practice cloud has never been used in this account and region.", "이 계정과 리전에서는 연습용 클라우드를 쓴 적이 없습니다.")))
		return
	}
	page, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path+"/", Prefix), "/")
	if strings.Trim(rest, "/") != "" {
		page = "?"
	}
	switch page {
	case "":
		v.home()
	case "agentcore":
		v.agentcore()
	case "cognito":
		v.cognito()
	case "cloudformation":
		v.stacks()
	case "requests":
		v.requests()
	default:
		v.frame(http.StatusNotFound, "", v.t("No such page", "없는 페이지"), v.note(v.t("The practice cloud's console has no such page.", "연습용 클라우드의 콘솔에 없는 페이지입니다.")))
	}
}

// enter takes account and region from the address, if the cloud has them: looking must not make anything.
func (v *view) enter(q url.Values) bool {
	account, region := q.Get("account"), q.Get("region")
	if account == "" && region == "" {
		return true
	}
	if account == "" {
		account = v.account
	}
	if region == "" {
		region = v.region
	}
	if account == v.account && region == v.region {
		return true
	}
	for _, known := range v.Cloud.Regions(account) {
		if known == region {
			v.account, v.region = account, region
			return true
		}
	}
	return false
}

// ask reads from a service as the account's own administrator would. What is due happens first.
func (v *view) ask(service, operation string, in core.Object, into any) error {
	c := &core.Call{
		Context: v.ctx, Cloud: v.Cloud, Realm: v.Cloud.Realm(v.account, v.region), Service: service, Operation: operation,
		Caller: "arn:aws:iam::" + v.account + ":root", CallerID: v.account, RequestID: v.Cloud.IDs.UUID(), Public: v.public,
	}
	v.Cloud.Settle(c)
	// The answer may point into the state, so it is copied under the lock.
	c.Realm.Account.Lock()
	defer c.Realm.Account.Unlock()
	out, err := c.Do("console.amazonaws.com", service, operation, in)
	if err != nil {
		return err
	}
	return core.Bind(out, into)
}

// t is a sentence in the reader's language.
func (v *view) t(en, ko string) string {
	if v.lang == "ko" {
		return ko
	}
	return en
}

// language chooses between Korean and English: what the address says, then what the browser prefers.
func language(param, accept string) (lang string, chosen bool) {
	if param == "ko" || param == "en" {
		return param, true
	}
	for tag := range strings.SplitSeq(accept, ",") {
		tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), ";")
		switch primary, _, _ := strings.Cut(tag, "-"); primary {
		case "ko", "en":
			return primary, false
		}
	}
	return "en", false
}

// link is the address of a page of this console for the same account, region and language.
func (v *view) link(page string) string { return v.linkTo(page, v.account, v.region, v.lang, v.chosen) }

func (v *view) linkTo(page, account, region, lang string, chosen bool) string {
	q := url.Values{}
	if account != v.Account || region != v.Region {
		q.Set("account", account)
		q.Set("region", region)
	}
	if chosen {
		q.Set("lang", lang)
	}
	if len(q) == 0 {
		return Prefix + page
	}
	return Prefix + page + "?" + q.Encode()
}
