package atlassian

// person is someone who can sign in at the practice Atlassian. The passwords are lesson material, as the workshop page's are.
type person struct{ email, password string }

// personOf finds a person by e-mail address.
func personOf(email string) (person, bool) {
	for _, p := range []person{{"test@example.com", "TestPassword123!"}, {"second@example.com", "TestPassword123!"}} {
		if p.email == email {
			return p, true
		}
	}
	return person{}, false
}

// document is a Confluence page.
type document struct{ id, title, body string }

// documentsOf are the pages that a person may read: each project is one person's.
func documentsOf(email string) []document {
	if email == "second@example.com" {
		return []document{
			{"2001", "Project B: roadmap", "Project B moves to the new warehouse in March."},
			{"2002", "Project B: on-call", "Who answers the phone of Project B at night."},
		}
	}
	return []document{
		{"1001", "Project A: roadmap", "Project A ships its first agent in May."},
		{"1002", "Project A: budget", "What Project A may spend on agents."},
	}
}
