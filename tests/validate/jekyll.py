#!/usr/bin/env python3
"""jekyll.py BINARY FOLDER...   Does a post say with us what it says with Jekyll?

Builds each folder that holds a `_config.yml` with the machine's own jekyll: its configuration, includes and data, no
layouts, no plugins. Converts the same posts with BINARY, and compares visible text, headings, links and code.
Prints the share of posts that are the same in each, and what differs (all of it with --all). Exits 1 where a share is
below --least (90 %), 2 where nothing could be compared.

What is no part of a post's text is left out on both sides: numbers of notes and the ways back from them. A formula is
compared by being there, as Jekyll leaves its TeX to a script. Our header (title, author, date) is not in Jekyll's body.
"""
import argparse
import concurrent.futures
import difflib
import html.parser
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import urllib.parse

PARTS = ('text', 'headings', 'links', 'code')
FORMULA = ' ∎ '

# What Jekyll is told over a blog's own configuration: nothing from outside, every post, and the code as it stands.
OVERRIDE = '''
plugins: []
gems: []
whitelist: []
theme: null
remote_theme: null
future: true
unpublished: true
highlighter: none
safe: false
strict_front_matter: false
incremental: false
limit_posts: 0
liquid: {error_mode: lax, strict_filters: false, strict_variables: false}
'''

# Writes each rendered body to a file of its own. What only a plugin knows is as if it were not there, and what is not
# there to link to or include ends no build.
HOOK = r'''
require 'fileutils'
module Judged
  class Nothing < Liquid::Tag
    def render(_context) = ''
  end
  class Inside < Liquid::Block
  end
end
ENV['JUDGE_TAGS'].to_s.split(',').each { |name| Liquid::Template.register_tag(name, Judged::Nothing) }
ENV['JUDGE_BLOCKS'].to_s.split(',').each { |name| Liquid::Template.register_tag(name, Judged::Inside) }
[Jekyll::Tags::PostUrl, Jekyll::Tags::Link].each do |tag|
  tag.prepend(Module.new do
    def render(context)
      super
    rescue StandardError
      "/#{@markup.to_s.strip}"
    end
  end)
end
[Jekyll::Tags::IncludeTag, Jekyll::Tags::OptimizedIncludeTag].each do |tag|
  tag.prepend(Module.new do
    def render(context)
      super
    rescue IOError
      ''
    end
  end)
end
Jekyll::Hooks.register(:documents, :post_convert) do |document|
  path = File.join(ENV['JUDGE_OUT'], "#{document.relative_path}.html")
  FileUtils.mkdir_p(File.dirname(path))
  File.write(path, document.content.to_s)
end
'''

OWN_TAGS = set('''if unless elsif else case when for break continue tablerow cycle assign capture increment decrement comment
raw include include_relative include_cached highlight link post_url ifchanged echo liquid render'''.split())
POSTS = ('.md', '.markdown', '.mkd', '.mkdn', '.mkdown', '.html')
SKIPPED = {'_site', '.jekyll-cache', '.git', 'node_modules', 'vendor'}


def posts_of(folder):
    """Paths of posts below the folder, and of the documents of its collections."""
    config = open(os.path.join(folder, '_config.yml'), encoding='utf-8', errors='replace').read()
    collections = set()
    block = re.search(r'^collections:\s*\n((?:[ \t-].*\n|\s*\n|#.*\n)+)', config, re.M)
    if block:
        indents = re.findall(r'^([ \t]*)(?:- *)?([\w-]+):?', block.group(1), re.M)
        least = min((len(indent) for indent, _ in indents), default=0)
        collections = {'_' + name for indent, name in indents if len(indent) == least}
    found = []
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        relative = os.path.relpath(top, folder)
        parts = set(relative.split(os.sep))
        for name in sorted(files):
            path = os.path.normpath(os.path.join(relative, name))
            if not name.endswith(POSTS):
                continue
            is_post = '_posts' in parts and re.match(r'\d{2,4}-\d{1,2}-\d{1,2}-', name)
            if is_post or parts & collections:
                with open(os.path.join(folder, path), encoding='utf-8', errors='replace') as file:
                    if file.read(3) == '---':
                        found.append(path)
    return found


def foreign_tags(folder):
    """Tags that the blog uses and Jekyll does not have: single ones, and those with an end."""
    names, ends = set(), set()
    for top, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in SKIPPED]
        for name in files:
            if name.endswith(POSTS + ('.txt', '.liquid')):
                text = open(os.path.join(top, name), encoding='utf-8', errors='replace').read()
                for tag in re.findall(r'\{%-?\s*(\w+)', text):
                    (ends if tag.startswith('end') else names).add(tag)
    names = {name for name in names if name not in OWN_TAGS and not name.startswith('end')}
    blocks = {name for name in names if 'end' + name in ends}
    return sorted(names - blocks), sorted(blocks)


def build(folder, out):
    """Jekyll's bodies of the folder's posts, below `out`. Nothing in the folder changes."""
    with tempfile.TemporaryDirectory() as work:
        site = os.path.join(work, 'site')
        ignore = shutil.ignore_patterns('_layouts', '_plugins', '_site', '.git', 'node_modules', 'vendor', 'Gemfile*', '.jekyll-cache')
        shutil.copytree(folder, site, ignore=ignore, symlinks=True)
        config = os.path.join(site, '_config.yml')
        text = open(config, encoding='utf-8', errors='replace').read()
        # Ruby's symbols are refused by the YAML reader of newer Rubies.
        open(config, 'w', encoding='utf-8').write(re.sub(r'(:\s+|- ):(\w+)\s*$', r'\1\2', text, flags=re.M))
        os.makedirs(os.path.join(site, '_plugins'))
        open(os.path.join(site, '_plugins', 'judge.rb'), 'w').write(HOOK)
        override = os.path.join(work, 'override.yml')
        open(override, 'w').write(OVERRIDE)
        single, blocks = foreign_tags(site)
        env = dict(os.environ, JUDGE_OUT=out, JUDGE_TAGS=','.join(single), JUDGE_BLOCKS=','.join(blocks), JEKYLL_ENV='development',
                   LANG='C.UTF-8', LC_ALL='C.UTF-8', TZ='UTC')
        run = subprocess.run(['jekyll', 'build', '--source', site, '--destination', os.path.join(work, 'made'), '--disable-disk-cache',
                              '--config', f'{config},{override}'], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=1800)
        return run.stdout.decode('utf-8', 'replace') if run.returncode else ''


class Shown(html.parser.HTMLParser):
    """What a reader sees of HTML: its text, and apart from it headings, links and code."""
    HIDDEN = {'script', 'style', 'template', 'noscript', 'svg', 'video', 'audio', 'iframe', 'object', 'head', 'title'}
    VOID = {'br', 'img', 'hr', 'input', 'meta', 'link', 'source', 'track', 'wbr', 'col', 'embed', 'area', 'base', 'param'}
    INLINE = set('a abbr b bdi bdo cite code del dfn em font i ins kbd label mark q rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split())

    def __init__(self, ours):
        super().__init__(convert_charrefs=True)
        self.ours, self.header = ours, ''
        self.out, self.open, self.hidden = [], [], []
        self.headings, self.links, self.code, self.into = [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.start(tag, dict(attributes), tag in self.VOID)

    def handle_startendtag(self, tag, attributes):
        # Ours is XHTML, where any element may close itself; in HTML only the void ones are empty.
        self.start(tag, dict(attributes), tag in self.VOID or self.ours)

    def start(self, tag, attributes, empty):
        classes = (attributes.get('class') or '').split()
        style = (attributes.get('style') or '').replace(' ', '')
        hidden = tag in self.HIDDEN or 'display:none' in style or 'hidden' in attributes
        hidden |= attributes.get('role') in ('doc-noteref', 'doc-backlink') or bool({'footnote', 'reversefootnote'} & set(classes))
        in_header = self.ours and tag == 'header' and not any(name == 'header' for name, _ in self.open) and not self.text_yet()
        if tag == 'math':
            self.say(FORMULA)
            hidden = True
        if tag not in self.INLINE:
            self.part()
        if empty:
            return
        # A hidden element's end is known by its depth; inside it nothing is said.
        self.open.append((tag, len(self.out)))
        if hidden or in_header:
            self.hidden.append((len(self.open), 'header' if in_header else tag))
        if self.hidden:
            return
        if tag == 'a' and attributes.get('href'):
            self.links.append(address(attributes['href']))
        if tag in ('h1', 'h2', 'h3', 'h4', 'h5', 'h6') or tag in ('pre', 'code'):
            self.into.append((tag, len(self.open), []))

    def handle_endtag(self, tag):
        if tag not in self.INLINE:
            self.part()
        if not any(name == tag for name, _ in self.open):
            return
        while self.open:
            depth = len(self.open)
            name, _ = self.open.pop()
            if self.hidden and self.hidden[-1][0] == depth:
                self.hidden.pop()
            if self.into and self.into[-1][1] == depth:
                kind, _, said = self.into.pop()
                text = ''.join(said)
                if kind in ('pre', 'code'):
                    # Code within a block of code is that block.
                    if not any(outer in ('pre', 'code') for outer, *_ in self.into):
                        self.code.append('\n'.join(line.rstrip() for line in text.strip('\n').split('\n')) if kind == 'pre' else spaced(text))
                else:
                    self.headings.append((int(kind[1]), spaced(text)))
            if name == tag:
                break

    def handle_data(self, data):
        if self.hidden:
            if self.hidden[-1][1] == 'header' and self.open and self.open[-1][0] in ('h1', 'h2', 'h3'):
                self.header += data
            return
        if not self.ours and not any(name in ('code', 'pre') for name, _ in self.open):
            data = re.sub(r'\\\(.*?\\\)|\\\[.*?\\\]', FORMULA, data, flags=re.S)
        if not any(name in ('code', 'pre') for name, _ in self.open):
            data = re.sub(f'(?<=[{WIDE}])[ \t]*\n[ \t]*(?=[{WIDE}])', '', data)
        self.say(data)

    def say(self, text):
        if not self.hidden:
            self.out.append(text)
            for _, _, said in self.into:
                said.append(text)

    def part(self):
        """Blocks and breaks part words, but are no part of code."""
        if not self.hidden:
            self.out.append(' ')
            for kind, _, said in self.into:
                if kind not in ('pre', 'code'):
                    said.append(' ')

    def text_yet(self):
        return any(part.strip() for part in self.out)


def spaced(text):
    """Words with one space between, in composed letters, without what has no width."""
    text = unicodedata.normalize('NFC', text)
    return ' '.join(re.sub('[\u00ad\u200b\u200c\u2060\ufeff\ufe0e\ufe0f]', '', text).split())


# Where a line ends between two of these, no space is meant.
WIDE = '\u2e80-\u2fdf\u3001-\u30ff\u31f0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60'


def address(href):
    href = urllib.parse.unquote(href.strip())
    return href.removeprefix('mailto:').strip()


def seen(text, ours):
    shown = Shown(ours)
    shown.feed(text)
    shown.close()
    while shown.open:
        shown.handle_endtag(shown.open[-1][0])
    words = spaced(''.join(shown.out))
    # Where an element ends between two words of one line, neither side knows of a space before a sign.
    words = re.sub(r' (?=[,.;:!?)\]»”’…])|(?<=[(\[«“‘]) ', '', words)
    return {'text': words, 'headings': shown.headings, 'links': shown.links, 'code': shown.code, 'header': spaced(shown.header)}


def differences(theirs, ours):
    """The parts in which a post is not the same, with what differs."""
    # A title that the body repeats is shown once, above it.
    if theirs['headings'] and theirs['headings'][0][1] == ours['header'] and theirs['headings'] != ours['headings'] and theirs['text'].startswith(ours['header']):
        ours['text'] = f"{ours['header']} {ours['text']}".strip()
        ours['headings'] = [theirs['headings'][0]] + ours['headings']
    found = {}
    if theirs['text'] != ours['text']:
        a, b = theirs['text'].split(' '), ours['text'].split(' ')
        steps = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if len(a) * len(b) < 4e7 else [('replace', 0, len(a), 0, len(b))]
        pieces = [f'-[{" ".join(a[i:j])[:120]}] +[{" ".join(b[k:l])[:120]}]' for step, i, j, k, l in steps if step != 'equal']
        found['text'] = '; '.join(pieces[:4]) + (f'; and {len(pieces) - 4} more' if len(pieces) > 4 else '')
    # Levels may all be shifted, and gaps between them are closed: the order of deeper and higher is what counts.
    def shape(headings):
        levels = sorted({level for level, _ in headings})
        return [(levels.index(level), text) for level, text in headings]
    if [text for _, text in theirs['headings']] != [text for _, text in ours['headings']]:
        found['headings'] = f"-{[t for _, t in theirs['headings']]} +{[t for _, t in ours['headings']]}"[:300]
    elif shape(theirs['headings']) != shape(ours['headings']) and not closes_gaps(theirs['headings'], ours['headings']):
        found['headings'] = f"levels {[l for l, _ in theirs['headings']]} against {[l for l, _ in ours['headings']]}"
    for part in ('links', 'code'):
        if theirs[part] != ours[part]:
            lost = [x for x in theirs[part] if x not in ours[part]]
            more = [x for x in ours[part] if x not in theirs[part]]
            found[part] = f'-{lost} +{more}'[:400] if lost or more else 'in another order or number'
    return found


def closes_gaps(theirs, ours):
    """Are our levels theirs, never more than one deeper than the heading above?"""
    if not theirs:
        return True
    pairs = list(zip([level for level, _ in theirs], [level for level, _ in ours]))
    def same(a1, b1, a2, b2):
        # Below our title there are five levels for theirs, so their deepest two are one.
        return (a2 > a1 and (b2 > b1 or b1 == b2 == 6)) or (a2 == a1 and b2 == b1) or (a2 < a1 and (b2 < b1 or b1 == b2 == 6))
    return all(same(a1, b1, a2, b2) for (a1, b1), (a2, b2) in zip(pairs, pairs[1:]))


def convert(binary, folder, path):
    run = subprocess.run([binary, os.path.join(folder, path), '--to', 'xhtml', '-O', 'xhtml.fragment=true', '--offline', '-q', '-o', '-'],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    return run.stdout.decode('utf-8', 'replace') if run.returncode == 0 else None, run.stderr.decode('utf-8', 'replace')


def judge(binary, folder, options):
    config = open(os.path.join(folder, '_config.yml'), encoding='utf-8', errors='replace').read()
    other = re.search(r'^markdown:\s*["\']?(?!kramdown)(\w+)', config, re.M)
    if other:
        print(f'{folder}: left out, as its Markdown is {other.group(1)}, which is not here to compare with')
        return None
    posts = [path for path in posts_of(folder) if not options.only or any(word in path for word in options.only)]
    with tempfile.TemporaryDirectory() as out:
        said = build(folder, out)
        source = re.search(r'^collections_dir:\s*["\']?([\w/.-]+)', config, re.M)
        same = dict.fromkeys(PARTS, 0)
        compared = 0
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            made = pool.map(lambda path: convert(binary, folder, path), posts)
            for path, (ours, errors) in zip(posts, made):
                truth = os.path.join(out, path.removeprefix(source.group(1).strip('/') + '/' if source else '') + '.html')
                if not os.path.exists(truth):
                    print(f'  {path}: Jekyll made nothing of it')
                    continue
                compared += 1
                if ours is None:
                    print(f'  {path}: not converted: {errors.strip()[:200]}')
                    continue
                theirs = seen(open(truth, encoding='utf-8').read(), False)
                found = differences(theirs, seen(ours, True))
                for part in PARTS:
                    same[part] += part not in found
                for part, what in found.items():
                    print(f'  {path}: {part}: {what}')
    if not compared:
        print(f'{folder}: nothing to compare')
        print(said)
        return None
    shares = {part: same[part] / compared for part in PARTS}
    print(f"{folder}: {compared} posts; the same in " + ', '.join(f'{part} {share:.1%}' for part, share in shares.items()))
    return min(shares.values()) >= options.least


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('binary')
    parser.add_argument('folders', nargs='+', metavar='folder')
    parser.add_argument('--least', type=float, default=.9, help='the share that each part has to be the same in (0.9)')
    parser.add_argument('--only', action='append', help='only posts whose path holds this')
    options = parser.parse_args()
    binary = os.path.realpath(shutil.which(options.binary) or options.binary)
    verdicts = [judge(binary, folder.rstrip('/'), options) for folder in options.folders]
    if all(verdict is None for verdict in verdicts):
        sys.exit(2)
    sys.exit(0 if all(verdict is not False for verdict in verdicts) else 1)


main()
