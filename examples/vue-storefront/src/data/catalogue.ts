/** Products for sale. The API has no operation that lists them, so they come with the page. */
import catalogue from './catalogue.json'

export interface Product {
  id: string
  title: string
  brand: string
  size: string
  category: string
  price: number
  stock: number
}

export const products: readonly Product[] = catalogue

export const categories: readonly string[] = [
  ...new Set(products.map((product) => product.category)),
]

export function findProduct(id: string): Product | undefined {
  return products.find((product) => product.id === id)
}
