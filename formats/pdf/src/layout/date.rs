//! Dates in words, as each language writes them.
//!
//! The forms are those of the Unicode CLDR's long dates; a language that is not here gets the international form, which
//! everyone can read.

use crate::frame::main_subtag;
use crate::theme::DateForm;
use postpress_model::Date;
use postpress_model::metadata::Day;

/// A date as text in a language; one that could not be understood stands as it was written.
pub(super) fn shown(date: &Date, form: DateForm, language: Option<&str>) -> String {
    let Some(day) = date.day else { return date.written.trim().to_owned() };
    match form {
        DateForm::Written => date.written.trim().to_owned(),
        DateForm::Iso => day.to_string(),
        DateForm::Long => long(day, language).unwrap_or_else(|| day.to_string()),
    }
}

fn long(date: Day, language: Option<&str>) -> Option<String> {
    let Day { year, month, day } = date;
    let index = usize::from(month).checked_sub(1)?;
    let name = |names: [&'static str; 12]| names.get(index).copied();
    Some(match main_subtag(language)?.to_ascii_lowercase().as_str() {
        "ko" => format!("{year}년 {month}월 {day}일"),
        "ja" | "zh" => format!("{year}年{month}月{day}日"),
        "vi" => format!("{day} tháng {month}, {year}"),
        "en" => {
            let month = name(ENGLISH)?;
            // Only the United States and those who follow them put the month first.
            let month_first = language.is_some_and(|tag| tag.to_ascii_lowercase().split('-').any(|part| matches!(part, "us" | "ph")));
            if month_first { format!("{month} {day}, {year}") } else { format!("{day} {month} {year}") }
        }
        "de" => format!("{day}. {} {year}", name(GERMAN)?),
        "fr" => {
            let day = if day == 1 { "1er".to_owned() } else { day.to_string() };
            format!("{day} {} {year}", name(FRENCH)?)
        }
        "es" => format!("{day} de {} de {year}", name(SPANISH)?),
        "pt" => format!("{day} de {} de {year}", name(PORTUGUESE)?),
        "it" => format!("{day} {} {year}", name(ITALIAN)?),
        "nl" => format!("{day} {} {year}", name(DUTCH)?),
        "sv" => format!("{day} {} {year}", name(SWEDISH)?),
        "pl" => format!("{day} {} {year}", name(POLISH)?),
        "ru" => format!("{day} {} {year} г.", name(RUSSIAN)?),
        "uk" => format!("{day} {} {year} р.", name(UKRAINIAN)?),
        "tr" => format!("{day} {} {year}", name(TURKISH)?),
        "id" => format!("{day} {} {year}", name(INDONESIAN)?),
        "ar" => format!("{day} {} {year}", name(ARABIC)?),
        "he" | "iw" => format!("{day} ב{} {year}", name(HEBREW)?),
        _ => return None,
    })
}

const ENGLISH: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const GERMAN: [&str; 12] =
    ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"];
const FRENCH: [&str; 12] =
    ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
const SPANISH: [&str; 12] =
    ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"];
const PORTUGUESE: [&str; 12] =
    ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"];
const ITALIAN: [&str; 12] =
    ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"];
const DUTCH: [&str; 12] =
    ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"];
const SWEDISH: [&str; 12] =
    ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"];
const POLISH: [&str; 12] =
    ["stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia"];
const RUSSIAN: [&str; 12] =
    ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"];
const UKRAINIAN: [&str; 12] =
    ["січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"];
const TURKISH: [&str; 12] = ["Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"];
const INDONESIAN: [&str; 12] =
    ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];
const ARABIC: [&str; 12] = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];
const HEBREW: [&str; 12] = ["ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"];

#[cfg(test)]
mod tests {
    use super::*;

    fn in_language(language: &str) -> String {
        let date = Date { written: "26/5/24".into(), day: Some(Day { year: 2024, month: 5, day: 26 }), ..Date::default() };
        shown(&date, DateForm::Long, Some(language))
    }

    #[test]
    fn a_date_is_written_as_its_language_does() {
        for (language, expected) in [
            ("ko-KR", "2024년 5월 26일"),
            ("ja", "2024年5月26日"),
            ("en", "26 May 2024"),
            ("en-US", "May 26, 2024"),
            ("de", "26. Mai 2024"),
            ("es", "26 de mayo de 2024"),
            ("ar", "26 مايو 2024"),
            ("tlh", "2024-05-26"),
        ] {
            assert_eq!(in_language(language), expected, "{language}");
        }
    }

    #[test]
    fn a_date_that_cant_be_read_stands_as_it_was_written() {
        let date = Date { written: " next spring ".into(), ..Date::default() };
        assert_eq!(shown(&date, DateForm::Long, Some("en")), "next spring");
    }

    #[test]
    fn a_month_that_there_is_not_is_no_panic() {
        let date = Date { written: "?".into(), day: Some(Day { year: 2024, month: 13, day: 1 }), ..Date::default() };
        assert_eq!(shown(&date, DateForm::Long, Some("en")), "2024-13-01");
    }
}
