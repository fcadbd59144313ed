from gaotang_desktop.domain.sheets import chat_text


def test_text_from_a_spreadsheet_is_no_chat():
    assert not chat_text.looks_like_chat("北村\t张三\t3\n江村\t李四\t4")
    assert chat_text.looks_like_chat("1. 北村 张三 3人 20:00-22:00")
