package ui

import "agentcore-workshop/steps/text"

// Labels of what can be pressed on every screen. Letters of keys are never translated.
var (
	labelExplain  = text.T{En: "Explain", Ko: "설명"}
	labelLang     = text.T{En: "한국어", Ko: "English"}
	labelCode     = text.T{En: "Code", Ko: "코드"}
	labelCalls    = text.T{En: "Calls", Ko: "호출"}
	labelHold     = text.T{En: "Hold", Ko: "멈춤"}
	labelHoldOff  = text.T{En: "Hold off", Ko: "멈춤 해제"}
	labelBack     = text.T{En: "Back", Ko: "뒤로"}
	labelQuit     = text.T{En: "Quit", Ko: "종료"}
	labelCopy     = text.T{En: "Copy", Ko: "복사"}
	labelTimeline = text.T{En: "Timeline", Ko: "타임라인"}
	labelClose    = text.T{En: "Close", Ko: "닫기"}
	labelStop     = text.T{En: "Stop", Ko: "중단"}
)
