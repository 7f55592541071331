package cognito

func (pl place) refreshAuth(client *Client, params map[string]string) (authAnswer, error) {
	if params["REFRESH_TOKEN"] == "" {
		return authAnswer{}, invalid("Missing required parameter REFRESH_TOKEN")
	}
	t, err := pl.refresh(client, params["REFRESH_TOKEN"])
	if err != nil {
		return authAnswer{}, err
	}
	out, err := pl.mint(t)
	if err != nil {
		return authAnswer{}, err
	}
	return out.answer(), nil
}

// refresh is the ticket for new tokens of a sign-in. With rotation, a new refresh token replaces the old one.
func (pl place) refresh(client *Client, token string) (t *ticket, err error) {
	access := pl.look
	if client.rotates() {
		access = pl.change
	}
	err = access(func(p *Pool) error {
		jti, g := p.refreshed(token, client.ClientId, pl.now())
		if g == nil || p.Users[g.Username] == nil || !p.Users[g.Username].Enabled {
			return notAuthorized("Invalid Refresh Token")
		}
		t = p.ticket(pl, client, p.Users[g.Username], jti, g)
		if client.rotates() {
			t.refreshToken = p.giveRefresh(pl.cloud.IDs, jti, g)
		}
		return nil
	})
	return t, err
}
