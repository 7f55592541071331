package diagnose

import "agentcore-workshop/steps/text"

// ofConsent are the faults of users' consents, and of the workload identity.
func ofConsent() []Fault {
	return []Fault{
		{
			Name: "workload-missing", Repairable: true,
			Title:   text.T{En: "The workload identity was deleted", Ko: "Workload Identity가 삭제되었습니다"},
			Symptom: text.T{En: "GetWorkloadAccessToken answers ResourceNotFoundException, and no token comes through AgentCore.", Ko: "GetWorkloadAccessToken이 ResourceNotFoundException을 돌려주고 AgentCore를 통한 토큰이 나오지 않습니다."},
			Breaks:  []string{"workload.exists"},
		},
		{
			Name: "consent-callback-missing", Repairable: true,
			Title:   text.T{En: "The client for users' consents does not list the provider's callback URL", Ko: "사용자 동의용 클라이언트에 Provider의 callback URL이 없습니다"},
			Symptom: text.T{En: "After the step 3lo: redirect_mismatch in the person's browser, before any consent.", Ko: "3lo 단계 이후, 동의 화면이 나오기 전에 브라우저에 redirect_mismatch가 나옵니다."},
			Breaks:  []string{"consent.client"},
		},
		{
			Name: "consent-client-missing", Repairable: true,
			Title:   text.T{En: "The client for users' consents was deleted", Ko: "사용자 동의용 클라이언트가 삭제되었습니다"},
			Symptom: text.T{En: "After the step 3lo: the sign-in page says that the client does not exist.", Ko: "3lo 단계 이후, 로그인 페이지에 클라이언트가 없다고 나옵니다."},
			Breaks:  []string{"consent.client"},
		},
	}
}
