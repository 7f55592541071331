package diagnose

import "agentcore-workshop/steps/text"

// ofUser are the faults of the test user.
func ofUser() []Fault {
	return []Fault{
		{
			Name: "user-missing", Repairable: true,
			Title:   text.T{En: "The test user is gone", Ko: "테스트 사용자가 없습니다"},
			Symptom: text.T{En: "Incorrect username or password, whatever is typed.", Ko: "무엇을 입력해도 Incorrect username or password가 나옵니다."},
			Breaks:  []string{"user.exists"},
		},
		{
			Name: "user-not-confirmed", Repairable: true,
			Title:   text.T{En: "The test user has to change the password first", Ko: "테스트 사용자가 먼저 암호를 바꿔야 합니다"},
			Symptom: text.T{En: "The sign-in asks for a new password, and scripts that do not expect it fail.", Ko: "로그인할 때 새 암호를 요구받으며, 예상하지 못한 스크립트는 실패합니다."},
			Breaks:  []string{"user.confirmed"},
		},
		{
			Name: "user-disabled", Repairable: true,
			Title:   text.T{En: "The test user is disabled", Ko: "테스트 사용자가 비활성화되어 있습니다"},
			Symptom: text.T{En: "User is disabled.", Ko: "User is disabled가 나옵니다."},
			Breaks:  []string{"user.enabled"},
		},
		{
			Name: "email-unverified", Repairable: true,
			Title:   text.T{En: "The test user's e-mail address is not verified", Ko: "테스트 사용자의 이메일이 확인되지 않았습니다"},
			Symptom: text.T{En: "email_verified is false, and applications that look at it refuse.", Ko: "email_verified가 false라 이를 확인하는 애플리케이션이 거부합니다."},
			Breaks:  []string{"user.email"},
		},
	}
}
