"""Read contract pages: Markdown with markdown-it, TypeScript with tree-sitter."""
