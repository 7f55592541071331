package sandbox

import (
	"net/http"
	"strings"

	"agentcore-workshop/aws/sandbox/console"
)

// ConsolePath is where a browser finds the practice cloud's console on its loopback address.
const ConsolePath = console.Prefix

// console answers requests for the console. False: it is for something else. The log leaves them out, since they ask nothing of
// a service and would fill the page that shows it.
func (c *Cloud) console(x *exchange) bool {
	if x.target.host != "" || !strings.HasPrefix(x.r.URL.Path+"/", ConsolePath) {
		return false
	}
	x.entry.hidden = true
	shown := &console.Console{Cloud: c.Cloud, Account: DefaultAccount, Region: DefaultRegion, Requests: c.shownRequests}
	shown.Serve(x.w, x.r, x.target.public)
	return true
}

// welcome answers at the bare address: a page for browsers, a sentence for everything else.
func (c *Cloud) welcome(x *exchange) {
	if strings.Contains(x.r.Header.Get("Accept"), "text/html") {
		shown := &console.Console{Cloud: c.Cloud, Account: DefaultAccount, Region: DefaultRegion}
		shown.Welcome(x.w, x.r)
		return
	}
	x.say(http.StatusOK, "This is the practice cloud of agentcore-workshop. It runs on this machine, nothing in it is billed, and none of it is AWS.\n"+
		"What is in it: "+x.target.base+ConsolePath)
}

func (c *Cloud) shownRequests() []console.Request {
	list := c.calls.list()
	out := make([]console.Request, len(list))
	for i, e := range list {
		out[i] = console.Request{
			Time: e.Time, Method: e.Method, Path: e.Path, Host: e.Host, Service: e.Service, Operation: e.Operation,
			Account: e.Account, Region: e.Region, Status: e.Status, Error: e.Error, DurationMS: e.DurationMS, Inner: e.Inner,
		}
	}
	return out
}
