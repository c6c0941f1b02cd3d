#include "report/style.h"

#include <string.h>

#include "nwidth.h"

const char *const nw_style_words[] = {"text", "json", "csv", "latex", "markdown", NULL};

nw_style nw_style_find(const char *word)
{
    for (int style = 0; style < NW_STYLE_COUNT; style++)
        if (strcmp(nw_style_words[style], word) == 0)
            return (nw_style)style;
    return NW_STYLE_COUNT;
}

/* ---- origin ---- */

static bool plain_word(const char *word)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:,=+@%";
    return word[0] != '\0' && word[strspn(word, safe)] == '\0';
}

static bool has_control(const char *word)
{
    for (; *word != '\0'; word++)
        if ((unsigned char)*word < 0x20 || *word == 0x7F)
            return true;
    return false;
}

/* $'...' keeps a line break, which would end our comment line, on one line. */
static void add_escaped(nw_text *text, const char *word)
{
    nw_text_add(text, "$'");
    for (; *word != '\0'; word++) {
        unsigned char byte = (unsigned char)*word;
        if (byte < 0x20 || byte == 0x7F)
            nw_text_addf(text, "\\x%02x", byte);
        else if (byte == '\'' || byte == '\\')
            nw_text_addf(text, "\\%c", byte);
        else
            nw_text_add_char(text, *word);
    }
    nw_text_add_char(text, '\'');
}

static void add_shell_word(nw_text *text, const char *word)
{
    if (plain_word(word)) {
        nw_text_add(text, word);
    } else if (has_control(word)) {
        add_escaped(text, word);
    } else {
        nw_text_add_char(text, '\'');
        for (; *word != '\0'; word++) {
            if (*word == '\'')
                nw_text_add(text, "'\\''");
            else
                nw_text_add_char(text, *word);
        }
        nw_text_add_char(text, '\'');
    }
}

static void add_command(nw_text *line, const nw_origin *origin)
{
    for (size_t i = 0; i < origin->count; i++) {
        if (i > 0)
            nw_text_add_char(line, ' ');
        add_shell_word(line, origin->command[i]);
    }
}

char *nw_origin_line(const nw_origin *origin)
{
    nw_text line = {0};
    nw_text_addf(&line, "nwidth %s", nw_version());
    if (origin->precision > 0)
        nw_text_addf(&line, ", %ld bits", origin->precision);
    nw_text_add(&line, ": ");
    add_command(&line, origin);
    return nw_text_take(&line);
}

char *nw_origin_command(const nw_origin *origin)
{
    nw_text line = {0};
    add_command(&line, origin);
    return nw_text_take(&line);
}

/* ---- special characters ---- */

static const char *latex_for(const char *at, size_t *used)
{
    static const struct {
        const char *plain, *latex;
    } table[] = {
        {">=", "$\\geq$"},
        {"<=", "$\\leq$"},
        {"->", "$\\to$"},
        {"\\", "\\textbackslash{}"},
        {"{", "\\{"},
        {"}", "\\}"},
        {"$", "\\$"},
        {"&", "\\&"},
        {"#", "\\#"},
        {"%", "\\%"},
        {"_", "\\_"},
        {"^", "\\textasciicircum{}"},
        {"~", "\\textasciitilde{}"},
        {"<", "\\textless{}"},
        {">", "\\textgreater{}"},
        {"|", "\\textbar{}"},
        {"\"", "\\textquotedbl{}"},
        {"--", "-{}-"}, /* two hyphens of an option, not an en dash */
        {"\n", " "},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        *used = strlen(table[i].plain);
        if (strncmp(at, table[i].plain, *used) == 0)
            return table[i].latex;
    }
    return NULL;
}

void nw_add_latex(nw_text *text, const char *plain)
{
    while (*plain != '\0') {
        size_t used;
        const char *latex = latex_for(plain, &used);
        if (latex != NULL) {
            nw_text_add(text, latex);
            plain += used;
        } else {
            nw_text_add_char(text, *plain++);
        }
    }
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); /* isalpha would ask the locale */
}

void nw_add_latex_quantity(nw_text *text, const char *quantity)
{
    /* Letters stand alone or carry one-letter subscripts; a longer run of letters is a word. */
    bool formula = quantity[0] != '\0';
    for (const char *at = quantity; *at != '\0' && formula; at++) {
        bool letter = is_letter(*at);
        bool in_word = letter && is_letter(at[1]);
        formula = !in_word && (letter || strchr("_/()", *at) != NULL);
    }
    if (formula)
        nw_text_addf(text, "$%s$", quantity);
    else
        nw_add_latex(text, quantity);
}

void nw_add_markdown(nw_text *text, const char *plain)
{
    for (; *plain != '\0'; plain++) {
        if (*plain == '\n') {
            nw_text_add_char(text, ' ');
            continue;
        }
        /* Also before = and + nothing is needed: our cells never begin a line. */
        if (strchr("\\`*_{}[]<>|#~$&!", *plain) != NULL)
            nw_text_add_char(text, '\\');
        nw_text_add_char(text, *plain);
    }
}

void nw_add_csv(nw_text *text, const char *plain)
{
    if (plain[strcspn(plain, ",\"\r\n")] == '\0' && plain[0] != ' ' && plain[0] != '#') {
        nw_text_add(text, plain);
        return;
    }
    nw_text_add_char(text, '"');
    for (; *plain != '\0'; plain++) {
        if (*plain == '"')
            nw_text_add_char(text, '"');
        nw_text_add_char(text, *plain);
    }
    nw_text_add_char(text, '"');
}
